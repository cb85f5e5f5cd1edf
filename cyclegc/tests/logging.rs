//! What a collection logs.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use crate::toy::{Ptr, Toy};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic while writing").write(bytes)
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

fn logged(collect: impl FnOnce(&Toy)) -> Vec<String> {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(lines.clone())
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_ansi(false)
        .without_time()
        .finish();
    let toy = Toy::new();
    tracing::subscriber::with_default(subscriber, || collect(&toy));
    let text = lines.0.lock().expect("no panic while writing").clone();
    let text = String::from_utf8(text).expect("text");
    text.lines().map(|line| line.trim_start().to_string()).collect()
}

#[test]
fn a_collection_is_one_span_with_its_phases_and_its_account() {
    let lines = logged(|toy| {
        let nodes: [Ptr; 3] = toy.objects();
        toy.watch(&nodes);
        toy.on_finalize(nodes[0], |_, _| {});
        toy.ring(&nodes);
        toy.full();
    });
    let span = r#"gc.collect{generation=2 reason="asked"}: cyclegc:"#;
    let expected = [
        r#"DEBUG SPAN phase="detect" objects=3"#,
        r#"DEBUG SPAN phase="weakrefs" objects=0"#,
        r#"DEBUG SPAN phase="finalize" objects=3"#,
        r#"DEBUG SPAN phase="resurrect" objects=0"#,
        r#"DEBUG SPAN phase="clear" objects=3"#,
        "INFO SPAN collected examined=3 marked=0 unreachable=3 finalized=3 resurrected=0 collected=3 \
         uncollectable=0 freed=3",
    ];
    // The time a collection took is the one thing that differs from run to run.
    let lines: Vec<String> = lines
        .iter()
        .map(|line| line.split(" micros=").next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(lines, expected.map(|line| line.replace("SPAN", span)));
}

#[test]
fn nothing_is_logged_outside_a_collection() {
    let lines = logged(|toy| {
        let nodes: [Ptr; 3] = toy.objects();
        toy.decref(nodes[0]);
        toy.collector.untrack(toy, nodes[1]);
        toy.collector.freeze(toy).expect("room");
    });
    assert_eq!(lines, [""; 0]);
}

#[test]
fn an_edge_too_many_is_an_error_with_the_label_of_its_target() {
    let lines = logged(|toy| {
        let nodes: [Ptr; 2] = toy.objects();
        toy.ring(&nodes);
        toy.get(nodes[0]).invented.borrow_mut().push(nodes[1]);
        toy.full();
    });
    let span = r#"ERROR gc.collect{generation=2 reason="asked"}: cyclegc:"#;
    assert_eq!(lines[0], format!("{span} refcount is too small object=Object#1 owners=1"));
}
