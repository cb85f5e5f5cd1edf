//! How rows grow of which nobody knows how long they will be: by an eighth.
//!
//! What is reserved is paid for, and a long row is moved by the kernel, not copied.

/// Appends to `row`. False: there is no memory, and nothing has happened.
#[inline]
pub(crate) fn push<T>(row: &mut Vec<T>, value: T) -> bool {
    if row.len() == row.capacity() && !grow(row) {
        return false;
    }
    row.push(value);
    true
}

#[cold]
fn grow<T>(row: &mut Vec<T>) -> bool {
    row.try_reserve_exact((row.len() / 8).max(1024)).is_ok()
}
