//! What the crate logs, and that it logs nothing on its common paths.

use std::fmt::{self, Write};
use std::sync::{Arc, Mutex};

use refcount::{AtomicCount, Count, Decref, FIRST_IMMORTAL, LocalCount};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps the events of the target `refcount` as lines of text.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "refcount"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().expect("no panic").push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
        text.expect("a string takes it");
    }
}

fn lines(run: impl FnOnce()) -> Vec<String> {
    let lines = Lines::default();
    tracing::subscriber::with_default(lines.clone(), run);
    let lines = lines.0.lock().expect("no panic");
    lines.clone()
}

fn immortalisation<C: Count>(at: impl Fn(u32) -> C) {
    let saturation = lines(|| {
        let count = at(FIRST_IMMORTAL - 2);
        for _ in 0..10 {
            count.incref();
            assert_eq!(count.decref(), Decref::Alive);
            count.incref();
        }
    });
    assert_eq!(saturation, ["DEBUG count saturated: immortal"]);

    let request = lines(|| {
        let count = at(1);
        count.make_immortal();
        count.make_immortal();
        count.incref();
        at(FIRST_IMMORTAL + 5).make_immortal();
    });
    assert_eq!(request, ["TRACE made immortal"]);
}

#[test]
fn turning_immortal_is_logged_once() {
    immortalisation(|word| {
        let count = LocalCount::new();
        count.set(word);
        count
    });
    immortalisation(|word| {
        let count = AtomicCount::new();
        count.set(word);
        count
    });
}

#[cfg(feature = "std")]
#[test]
fn deferred_destruction_is_logged_at_its_start_and_end() {
    use refcount::Rc;

    struct Node(#[allow(dead_code, reason = "is there to be dropped")] Option<Rc<Node>>);

    let drop_list = |len: usize| {
        let head = (0..len).fold(None, |next, _| Some(Rc::new(Node(next))));
        lines(|| drop(head))
    };
    assert_eq!(drop_list(50), [] as [&str; 0]);
    assert_eq!(
        drop_list(51),
        ["TRACE destruction deferred depth=50", "DEBUG deferred destructions drained drained=1"]
    );
    // Each of the nodes put aside takes 49 others with it.
    assert_eq!(
        drop_list(1_000),
        ["TRACE destruction deferred depth=50", "DEBUG deferred destructions drained drained=19"]
    );
}
