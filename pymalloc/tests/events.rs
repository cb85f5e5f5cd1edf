//! What a log sees.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use pymalloc::{ARENA_SIZE, Heap, Limited, OsArenas, SizeClass};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

/// Lines that a subscriber wrote.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    /// The lines so far, with the address of an arena left out.
    fn take(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        let text = String::from_utf8(bytes).unwrap();
        let words = |line: &str| -> String {
            let words = line.split_whitespace().filter(|word| !word.starts_with("arena=0x"));
            words.collect::<Vec<_>>().join(" ")
        };
        text.lines().map(words).collect()
    }
}

/// Runs `work` with a subscriber to all events of this thread.
fn logged(work: impl FnOnce(&Lines)) {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .without_time()
        .with_writer(lines.clone())
        .finish();
    let _guard = subscriber.set_default();
    work(&lines);
}

#[test]
fn arenas_are_logged_as_they_come_and_go() {
    let class = SizeClass::of(512).unwrap();
    logged(|lines| {
        let heap = Heap::new();
        let blocks: Vec<_> = (0..2_100).map(|_| heap.alloc_class(class).unwrap()).collect();
        assert_eq!(
            lines.take(),
            ["DEBUG pymalloc: arena mapped arenas=1", "DEBUG pymalloc: arena mapped arenas=2"]
        );
        for block in blocks {
            // SAFETY: allocated above with this class.
            unsafe { heap.dealloc_class(block, class) };
        }
        assert_eq!(lines.take(), ["DEBUG pymalloc: arena unmapped arenas=1"]);
        drop(heap);
        assert_eq!(lines.take(), ["DEBUG pymalloc: arena unmapped arenas=0"]);
    });
}

#[test]
fn a_pool_that_changes_class_is_logged_and_one_that_does_not_is_not() {
    let sizes = [64, 64, 512, 512].map(|size| SizeClass::of(size).unwrap());
    logged(|lines| {
        let heap = Heap::new();
        // Each time more blocks than a pool holds: the class keeps one pool and gives the others back.
        for class in sizes {
            let blocks: Vec<_> = (0..300).map(|_| heap.alloc_class(class).unwrap()).collect();
            for block in blocks {
                // SAFETY: allocated in the line before.
                unsafe { heap.dealloc_class(block, class) };
            }
        }
        let lines = lines.take();
        assert_eq!(lines[1..], ["TRACE pymalloc: pool changes class from=64 to=512"]);
    });
}

#[test]
fn refusals_are_warnings() {
    logged(|lines| {
        let heap = Heap::with_source(Limited::new(OsArenas, 1_000));
        assert!(heap.alloc(core::alloc::Layout::new::<[u8; 3_000]>()).is_none());
        assert!(heap.alloc(core::alloc::Layout::new::<u8>()).is_none());
        assert_eq!(
            lines.take(),
            [
                "WARN pymalloc: source refused a block size=3000 align=1",
                "WARN pymalloc: source refused an arena arenas=0"
            ]
        );
    });
}

#[test]
fn hot_paths_log_nothing() {
    let class = SizeClass::of(48).unwrap();
    logged(|lines| {
        let heap = Heap::with_source(Limited::new(OsArenas, ARENA_SIZE));
        let kept = heap.alloc_class(class).unwrap();
        lines.take();
        for _ in 0..1_000 {
            let block = heap.alloc_class(class).unwrap();
            // SAFETY: allocated in the line before.
            unsafe { heap.dealloc_class(block, class) };
        }
        assert!(lines.take().is_empty());
        // SAFETY: allocated above with this class.
        unsafe { heap.dealloc_class(kept, class) };
    });
}
