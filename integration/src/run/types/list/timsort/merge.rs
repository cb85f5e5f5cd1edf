//! Merging two neighbouring runs with room for the shorter one.
//!
//! ```text
//!   low:   row  | merged | gap | B ..     temp | A ..        from the front, when A is shorter
//!   high:  row  | A .. | gap | merged |   temp | B ..        from the back, when B is
//! ```
//! The gap is as long as what is left in `temp`, so putting that into it makes the row whole.
//!
//! # Source
//! `merge_lo`, `merge_hi`, `merge_at` in `Objects/listobject.c`.

use super::{MIN_GALLOP, Run, Sort, gallop};

/// What is left of a merge. `a` and `b` are the next items to take: in `low` the first ones of
/// what is left, in `high` one behind the last ones.
struct Merge {
    to: usize,
    a: usize,
    left_a: usize,
    b: usize,
    left_b: usize,
}

/// How a merge came to its end.
enum End {
    /// One side is used up.
    Empty,
    /// One item is left of the side in `temp`, and it belongs behind all of the other side; or,
    /// going down, in front of it.
    One,
}

impl<E> Sort<'_, E> {
    /// Merges the pending runs `at` and `at + 1`.
    pub(super) fn merge_at(&mut self, at: usize) -> Result<(), E> {
        let second = self.pending.remove(at + 1);
        let Run { mut start, len: mut first, .. } = self.pending[at];
        self.pending[at].len += second.len;
        // What is in its place at both ends stays there.
        let key = self.row[second.start];
        let settled = gallop::right(key, &self.row[start..start + first], 0, self.less)?;
        start += settled;
        first -= settled;
        if first == 0 {
            return Ok(());
        }
        let key = self.row[start + first - 1];
        let rest = &self.row[second.start..second.start + second.len];
        let len = gallop::left(key, rest, second.len - 1, self.less)?;
        if len == 0 {
            return Ok(());
        }
        if first <= len { self.low(start, first, len) } else { self.high(start, first, len) }
    }

    fn low(&mut self, start: usize, first: usize, second: usize) -> Result<(), E> {
        let temp = self.row[start..start + first].to_vec();
        let mut m = Merge { to: start, a: 0, left_a: first, b: start + first, left_b: second };
        let end = self.low_steps(&temp, &mut m);
        if let Ok(End::One) = end {
            self.row.copy_within(m.b..m.b + m.left_b, m.to);
            m.to += m.left_b;
        }
        self.row[m.to..m.to + m.left_a].copy_from_slice(&temp[m.a..m.a + m.left_a]);
        end.map(drop)
    }

    fn low_steps(&mut self, temp: &[usize], m: &mut Merge) -> Result<End, E> {
        self.low_take_b(m);
        if m.left_b == 0 {
            return Ok(End::Empty);
        }
        if m.left_a == 1 {
            return Ok(End::One);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            while wins_a < min_gallop && wins_b < min_gallop {
                if (self.less)(self.row[m.b], temp[m.a])? {
                    self.low_take_b(m);
                    (wins_a, wins_b) = (0, wins_b + 1);
                    if m.left_b == 0 {
                        return Ok(End::Empty);
                    }
                } else {
                    self.low_take_a(temp, m);
                    (wins_a, wins_b) = (wins_a + 1, 0);
                    if m.left_a == 1 {
                        return Ok(End::One);
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let rest = &temp[m.a..m.a + m.left_a];
                wins_a = gallop::right(self.row[m.b], rest, 0, self.less)?;
                for _ in 0..wins_a {
                    self.low_take_a(temp, m);
                }
                if wins_a > 0 && m.left_a == 1 {
                    return Ok(End::One);
                }
                // Only comparisons that contradict each other lead here.
                if m.left_a == 0 {
                    return Ok(End::Empty);
                }
                self.low_take_b(m);
                if m.left_b == 0 {
                    return Ok(End::Empty);
                }
                let rest = &self.row[m.b..m.b + m.left_b];
                wins_b = gallop::left(temp[m.a], rest, 0, self.less)?;
                for _ in 0..wins_b {
                    self.low_take_b(m);
                }
                if m.left_b == 0 {
                    return Ok(End::Empty);
                }
                self.low_take_a(temp, m);
                if m.left_a == 1 {
                    return Ok(End::One);
                }
                if wins_a < MIN_GALLOP && wins_b < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    fn low_take_a(&mut self, temp: &[usize], m: &mut Merge) {
        self.row[m.to] = temp[m.a];
        m.to += 1;
        m.a += 1;
        m.left_a -= 1;
    }

    fn low_take_b(&mut self, m: &mut Merge) {
        self.row[m.to] = self.row[m.b];
        m.to += 1;
        m.b += 1;
        m.left_b -= 1;
    }

    fn high(&mut self, start: usize, first: usize, second: usize) -> Result<(), E> {
        let middle = start + first;
        let temp = self.row[middle..middle + second].to_vec();
        let mut m =
            Merge { to: middle + second, a: middle, left_a: first, b: second, left_b: second };
        let end = self.high_steps(&temp, &mut m);
        if let Ok(End::One) = end {
            self.row.copy_within(m.a - m.left_a..m.a, m.to - m.left_a);
            m.to -= m.left_a;
        }
        self.row[m.to - m.left_b..m.to].copy_from_slice(&temp[m.b - m.left_b..m.b]);
        end.map(drop)
    }

    fn high_steps(&mut self, temp: &[usize], m: &mut Merge) -> Result<End, E> {
        self.high_take_a(m);
        if m.left_a == 0 {
            return Ok(End::Empty);
        }
        if m.left_b == 1 {
            return Ok(End::One);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            while wins_a < min_gallop && wins_b < min_gallop {
                if (self.less)(temp[m.b - 1], self.row[m.a - 1])? {
                    self.high_take_a(m);
                    (wins_a, wins_b) = (wins_a + 1, 0);
                    if m.left_a == 0 {
                        return Ok(End::Empty);
                    }
                } else {
                    self.high_take_b(temp, m);
                    (wins_a, wins_b) = (0, wins_b + 1);
                    if m.left_b == 1 {
                        return Ok(End::One);
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let rest = &self.row[m.a - m.left_a..m.a];
                let stay = gallop::right(temp[m.b - 1], rest, m.left_a - 1, self.less)?;
                wins_a = m.left_a - stay;
                for _ in 0..wins_a {
                    self.high_take_a(m);
                }
                if m.left_a == 0 {
                    return Ok(End::Empty);
                }
                self.high_take_b(temp, m);
                if m.left_b == 1 {
                    return Ok(End::One);
                }
                let rest = &temp[m.b - m.left_b..m.b];
                let stay = gallop::left(self.row[m.a - 1], rest, m.left_b - 1, self.less)?;
                wins_b = m.left_b - stay;
                for _ in 0..wins_b {
                    self.high_take_b(temp, m);
                }
                if wins_b > 0 && m.left_b == 1 {
                    return Ok(End::One);
                }
                // Only comparisons that contradict each other lead here.
                if m.left_b == 0 {
                    return Ok(End::Empty);
                }
                self.high_take_a(m);
                if m.left_a == 0 {
                    return Ok(End::Empty);
                }
                if wins_a < MIN_GALLOP && wins_b < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    fn high_take_a(&mut self, m: &mut Merge) {
        m.to -= 1;
        m.a -= 1;
        m.left_a -= 1;
        self.row[m.to] = self.row[m.a];
    }

    fn high_take_b(&mut self, temp: &[usize], m: &mut Merge) {
        m.to -= 1;
        m.b -= 1;
        m.left_b -= 1;
        self.row[m.to] = temp[m.b];
    }
}
