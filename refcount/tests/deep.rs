//! Structures of a million nodes and of ten, dropped on a stack of 256 KiB.

use std::cell::Cell;
use std::thread;

use refcount::{AtomicCount, LocalCount, Ref, RefCount};

const NODES: u32 = 1_000_000;
const STACK: usize = 256 * 1024;

fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(test).expect("a thread");
    thread.join().expect("no panic");
}

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
    static DROPS: Cell<u32> = const { Cell::new(0) };
}

struct Node<C: RefCount> {
    value: u32,
    #[allow(dead_code, reason = "is there to be dropped")]
    owns: [Option<Ref<Node<C>, C>>; 2],
}

impl<C: RefCount> Drop for Node<C> {
    fn drop(&mut self) {
        DROPS.set(DROPS.get() + 1);
        if NEXT.get() == self.value {
            NEXT.set(self.value + 1);
        }
    }
}

fn list<C: RefCount>() {
    let mut head = None;
    for value in (0..NODES).rev() {
        head = Some(Ref::<_, C>::new(Node { value, owns: [head.take(), None] }));
    }
    drop(head);
    assert_eq!(DROPS.get(), NODES);
    assert_eq!(NEXT.get(), NODES, "dropped from the head to the end");
}

#[test]
fn a_list_of_a_million_nodes_is_dropped_head_first() {
    on_a_small_stack(list::<LocalCount>);
    on_a_small_stack(list::<AtomicCount>);
}

#[test]
fn a_list_of_ten_million_nodes_is_dropped() {
    struct Link(#[allow(dead_code, reason = "is there to be dropped")] Option<Ref<Link>>);

    on_a_small_stack(|| {
        drop((0..10 * NODES).fold(None, |next, _| Some(Ref::<_, LocalCount>::new(Link(next)))));
    });
}

#[test]
fn a_list_in_which_every_node_is_owned_twice_is_dropped() {
    on_a_small_stack(|| {
        let mut head = None::<Ref<Node<LocalCount>>>;
        for value in 0..NODES {
            let other = head.clone();
            head = Some(Ref::new(Node { value, owns: [head.take(), other] }));
        }
        drop(head);
        assert_eq!(DROPS.get(), NODES);
    });
}

#[test]
fn a_comb_with_a_million_teeth_is_dropped() {
    on_a_small_stack(|| {
        let mut head = None::<Ref<Node<LocalCount>>>;
        for value in 0..NODES / 2 {
            let tooth = Ref::new(Node { value, owns: [None, None] });
            head = Some(Ref::new(Node { value, owns: [head.take(), Some(tooth)] }));
        }
        drop(head);
        assert_eq!(DROPS.get(), NODES);
    });
}

#[test]
fn a_million_children_of_one_value_are_dropped() {
    on_a_small_stack(|| {
        let child = |value| Ref::<Node<LocalCount>>::new(Node { value, owns: [None, None] });
        drop(Ref::<_, LocalCount>::new((0..NODES).map(child).collect::<Vec<_>>()));
        assert_eq!(NEXT.get(), NODES, "first to last");
    });
}
