//! Tracebacks as text.
//!
//! # Source
//! `Python/traceback.c`, `print_exception` in `Python/pythonrun.c`.

use super::frame::Frame;
use super::interp::Interp;
use crate::Value;
use crate::object::{Exception, Traceback};

/// Equal entries in a row that are printed before the rest is counted.
const SHOWN_REPEATS: usize = 3;

impl Interp {
    /// The text Python prints for an exception that nobody handled, causes and contexts first.
    pub fn traceback_text(&self, exception: &Value) -> String {
        let mut text = String::new();
        let mut seen = Vec::new();
        self.write_chain(exception, &mut text, &mut seen);
        text
    }

    fn write_chain(&self, exception: &Value, text: &mut String, seen: &mut Vec<usize>) {
        if seen.contains(&exception.id()) {
            return;
        }
        seen.push(exception.id());
        let Some(e) = exception.get::<Exception>() else { return };
        let cause = e.cause.borrow().clone();
        let context = e.context.borrow().clone();
        if let Some(cause) = cause {
            self.write_chain(&cause, text, seen);
            text.push_str(
                "\nThe above exception was the direct cause of the following exception:\n\n",
            );
        } else if let Some(context) = context
            && !e.suppress_context.get()
            && !seen.contains(&context.id())
        {
            self.write_chain(&context, text, seen);
            text.push_str(
                "\nDuring handling of the above exception, another exception occurred:\n\n",
            );
        }
        self.write_entries(e, text);
        text.push_str(&self.exception_line(exception));
        text.push('\n');
        if let Some(notes) = self.lookup_attr(exception, "__notes__").ok().flatten()
            && let Ok(notes) = self.collect(&notes)
        {
            for note in notes {
                text.push_str(&self.to_str(&note).unwrap_or_default());
                text.push('\n');
            }
        }
    }

    fn write_entries(&self, e: &Exception, text: &mut String) {
        let mut entry = e.traceback.borrow().clone();
        if entry.is_none() {
            return;
        }
        text.push_str("Traceback (most recent call last):\n");
        let mut last: Option<(String, usize)> = None;
        while let Some(current) = entry {
            let Some(traceback) = current.get::<Traceback>() else { break };
            if let Some(frame) = traceback.frame.borrow().as_ref().and_then(Value::get::<Frame>) {
                let code = &frame.code.code;
                let line = entry_text(&code.filename, traceback.line, &code.name);
                let repeats = match &last {
                    Some((text, n)) if *text == line => n + 1,
                    _ => {
                        end_repeats(last.take(), text);
                        1
                    }
                };
                if repeats <= SHOWN_REPEATS {
                    text.push_str(&line);
                }
                last = Some((line, repeats));
            }
            let next = traceback.next.borrow().clone();
            entry = next;
        }
        end_repeats(last, text);
    }

    /// `Class: message`
    pub fn exception_line(&self, exception: &Value) -> String {
        let class = self.class_of(exception);
        let mut name = class.qualname.borrow().as_str().to_owned();
        if let Some(module) = class.dict.get_str("__module__")
            && let Some(module) = module.get::<crate::object::Str>()
            && !matches!(module.as_str(), "builtins" | "__main__")
        {
            name = format!("{}.{name}", module.as_str());
        }
        match self.to_str(exception) {
            Ok(message) if message.is_empty() => name,
            Ok(message) => format!("{name}: {message}"),
            Err(_) => format!("{name}: <exception str() failed>"),
        }
    }
}

fn end_repeats(last: Option<(String, usize)>, text: &mut String) {
    if let Some((_, count)) = last
        && count > SHOWN_REPEATS
    {
        let more = count - SHOWN_REPEATS;
        let s = if more == 1 { "" } else { "s" };
        text.extend(["  [Previous line repeated ", &more.to_string(), " more time", s, "]\n"]);
    }
}

fn entry_text(filename: &str, line: u32, name: &str) -> String {
    let mut text = format!("  File \"{filename}\", line {line}, in {name}\n");
    if let Some(source) = source_line(filename, line) {
        text.push_str("    ");
        text.push_str(source.trim());
        text.push('\n');
    }
    text
}

fn source_line(filename: &str, line: u32) -> Option<String> {
    let source = std::fs::read_to_string(filename).ok()?;
    source.lines().nth(line.checked_sub(1)? as usize).map(str::to_owned)
}
