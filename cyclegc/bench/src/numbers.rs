//! The random numbers of the graphs, the same in Rust and in `rows.py`.

/// A linear congruential generator of 31 bits, of which the upper ones are used.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new() -> Self {
        Self(20_260)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = (self.0 * 1_103_515_245 + 12_345) & 0x7fff_ffff;
        ((self.0 * limit as u64) >> 31) as usize
    }
}

/// The edges of a graph in which everything hangs on node 0, three to a node on average.
pub(crate) fn edges(shape: Shape, nodes: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut numbers = Numbers::new();
    (1..nodes).flat_map(move |i| match shape {
        Shape::Random => {
            let parent = numbers.below(i);
            [(parent, i), (i, numbers.below(nodes)), (i, numbers.below(nodes))]
        }
        Shape::Sequential => [(i - 1, i), (i, (i + 2) % nodes), (i, (i + 3) % nodes)],
        Shape::Local => {
            let mut near = || (i + nodes + numbers.below(1_000) - 500) % nodes;
            [(i - 1, i), (i, near()), (i, near())]
        }
    })
}

/// Where the edges of a graph lead.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// Anywhere.
    Random,
    /// To the next nodes.
    Sequential,
    /// To one of the 1,000 nodes around.
    Local,
}
