//! The pointers that are measured, behind one trait.

use refcount::{Arc, Brc, Rc};

/// A pointer type for any value.
pub trait Family: 'static {
    type Pointer<T: 'static>: Clone + 'static;

    fn make<T: 'static>(value: T) -> Self::Pointer<T>;
}

/// Declares a family for each `Name: path of the type`.
macro_rules! families {
    ($($name:ident: $pointer:ident in $($module:ident)::+;)+) => {$(
        pub struct $name;

        impl Family for $name {
            type Pointer<T: 'static> = $($module)::+::$pointer<T>;

            #[inline]
            fn make<T: 'static>(value: T) -> Self::Pointer<T> {
                $($module)::+::$pointer::new(value)
            }
        }
    )+};
}

families! {
    StdRc: Rc in std::rc;
    StdArc: Arc in std::sync;
    TriompheArc: Arc in triomphe;
    RcliteRc: Rc in rclite;
    RcliteArc: Arc in rclite;
    HybridRc: Rc in hybrid_rc;
    HybridArc: Arc in hybrid_rc;
}

/// This project's pointer for one thread.
pub struct OurRc;

impl Family for OurRc {
    type Pointer<T: 'static> = Rc<T>;

    #[inline]
    fn make<T: 'static>(value: T) -> Rc<T> {
        Rc::new(value)
    }
}

/// This project's pointer for several threads.
pub struct OurArc;

impl Family for OurArc {
    type Pointer<T: 'static> = Arc<T>;

    #[inline]
    fn make<T: 'static>(value: T) -> Arc<T> {
        Arc::new(value)
    }
}

/// This project's pointer for several threads, cheap for its maker.
pub struct OurBrc;

impl Family for OurBrc {
    type Pointer<T: 'static> = Brc<T>;

    #[inline]
    fn make<T: 'static>(value: T) -> Brc<T> {
        Brc::new(value)
    }
}
