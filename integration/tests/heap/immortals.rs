//! Objects that are never counted and never freed.

use std::cell::RefCell;

use integration::{Gc, Heap, Trace, Tracer};

use super::{Log, Node, Result, assert_empty};

#[test]
fn an_immortal_object_is_neither_counted_nor_freed() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    node.tell(&log);
    heap.make_immortal(node.as_value());
    heap.make_immortal(node.as_value());
    let owners = node.owners();
    assert!(node.as_value().is_immortal() && owners >= 1 << 31);
    let clones = vec![node.clone(); 1000];
    assert_eq!(node.owners(), owners);
    drop(clones);
    assert_eq!((node.owners(), heap.immortal_objects()), (owners, 1));
    heap.collect()?;
    assert_eq!((log.take().as_str(), node.name), ("", "node"));
    Ok(())
}

#[test]
fn an_immortal_object_outlives_every_handle_of_its_heap() -> Result {
    let heap = Heap::new();
    let number = heap.alloc(42_i64)?;
    let text = heap.str("a text longer than would fit into a small block of any pool")?;
    heap.make_immortal(number.as_value());
    heap.make_immortal(text.as_value());
    drop(heap);
    assert_eq!(*number, 42);
    let (again, heap) = (text.clone(), Gc::heap(&number));
    drop((text, heap));
    assert!(again.as_str().starts_with("a text"));
    Ok(())
}

/// Looks at another object when it is dropped.
struct Nosy {
    name: String,
    other: RefCell<Option<Gc<Nosy>>>,
    log: Log,
}

impl Trace for Nosy {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.other.trace(tracer);
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        let other = self.other.borrow();
        self.log.say(other.as_ref().map_or("nothing", |other| other.name.as_str()));
    }
}

#[test]
fn immortal_objects_that_refer_to_each_other_are_never_dropped() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let nosy = |name: &str| {
        let name = name.to_owned();
        heap.alloc(Nosy { name, other: RefCell::new(None), log: log.clone() })
    };
    let (a, b, mortal) = (nosy("a")?, nosy("b")?, nosy("mortal")?);
    a.other.replace(Some(b.clone()));
    b.other.replace(Some(a.clone()));
    mortal.other.replace(Some(a.clone()));
    heap.make_immortal(a.as_value());
    heap.make_immortal(b.as_value());
    heap.collect()?;
    drop(heap);
    drop(mortal);
    assert_eq!(log.take(), "a");
    assert_eq!((a.name.as_str(), b.name.as_str()), ("a", "b"));
    Ok(())
}

#[test]
fn what_an_immortal_object_refers_to_lives_and_its_garbage_does_not() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let (immortal, child) = (Node::named(&heap, "immortal")?, Node::named(&heap, "child")?);
    child.tell_drop(&log);
    child.link(&immortal);
    immortal.link(&child);
    heap.make_immortal(immortal.as_value());
    drop(child);
    assert_eq!(heap.collect()?.collected, 0);
    assert_eq!(immortal.node(0).map(|child| child.name), Some("child"));
    drop(heap);
    // The end of its heap clears it, as it clears what is left of the runtime.
    assert_eq!((log.take().as_str(), immortal.refs.borrow().len()), ("child", 0));
    Ok(())
}

#[test]
fn an_object_is_made_immortal_in_its_own_heap_whichever_heap_is_asked() -> Result {
    let (east, west) = (Heap::new(), Heap::new());
    let number = west.alloc(1_i64)?;
    let kept = east.alloc(2_i64)?;
    east.make_immortal(number.as_value());
    assert_eq!((east.immortal_objects(), west.immortal_objects()), (0, 1));
    drop((east, west));
    assert_eq!((*number, *kept), (1, 2));
    Ok(())
}

#[test]
fn an_object_made_immortal_by_its_finalizer_stays() -> Result {
    let heap = Heap::new();
    for cyclic in [false, true] {
        let node = Node::named(&heap, "node")?;
        if cyclic {
            node.link(&node);
        }
        node.on_finalize(|this, heap| heap.make_immortal(this.as_value()));
        let weak = integration::Weak::new(&node)?;
        drop(node);
        heap.collect()?;
        // A collection clears the weak references first; what it finds immortal, it sets apart.
        assert_eq!(weak.upgrade().is_some(), !cyclic);
        let left = heap.collector().objects(None);
        assert!(left.iter().all(|object| object.get::<Node>().is_none()));
    }
    assert_eq!((heap.immortal_objects(), heap.live_objects()), (2, 2));
    Ok(())
}

#[test]
fn a_heap_without_immortal_objects_is_empty_in_the_end() -> Result {
    let heap = Heap::new();
    let node = Node::named(&heap, "node")?;
    node.link(&node);
    drop(node);
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}
