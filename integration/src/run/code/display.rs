//! A listing of code for people: one op a line, then the exception table, then inner code.
//!
//! Operands that index a table are shown with what they mean. A jump target is marked with `>>`,
//! and the line number stands at the first op of each line.

use std::collections::BTreeSet;
use std::fmt;

use super::{Code, Const, Op};

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:", self.qualname)?;
        let mut targets: BTreeSet<u32> =
            self.ops.iter().filter_map(|op| op.jump().map(|(to, _)| to)).collect();
        targets.extend(self.handlers.iter().map(|h| h.target));
        let mut last_line = 0;
        for (at, (op, &line)) in (0u32..).zip(self.ops.iter().zip(&self.lines)) {
            if line == last_line {
                write!(f, "     ")?;
            } else {
                write!(f, "{line:>5}")?;
                last_line = line;
            }
            let mark = if targets.contains(&at) { ">>" } else { "  " };
            write!(f, " {mark} {at:>3} {}", operation(*op))?;
            match meaning(self, *op) {
                Some(text) => writeln!(f, " ({text})")?,
                None => writeln!(f)?,
            }
        }
        for h in &self.handlers {
            writeln!(f, "  {}..{} -> {} depth {}", h.start, h.end, h.target, h.depth)?;
        }
        for constant in &self.consts {
            if let Const::Code(code) = constant {
                write!(f, "{code}")?;
            }
        }
        Ok(())
    }
}

/// The name of the op and its numbers.
fn operation(op: Op) -> String {
    let text = format!("{op:?}").replace(['(', ')', '{', '}'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the operand stands for in the tables of `code`.
fn meaning(code: &Code, op: Op) -> Option<String> {
    Some(match op {
        Op::LoadConst(i) | Op::CallKw { names: i, .. } | Op::CallMethodKw { names: i, .. } => {
            code.consts[i as usize].to_string()
        }
        Op::LoadFast(i) | Op::StoreFast(i) | Op::DeleteFast(i) | Op::ClearFast(i) => {
            code.varnames[i as usize].to_string()
        }
        Op::MakeCell(i)
        | Op::ClearCell(i)
        | Op::LoadClosure(i)
        | Op::LoadDeref(i)
        | Op::StoreDeref(i)
        | Op::DeleteDeref(i)
        | Op::LoadClassDeref(i) => code.cell_name(i).to_string(),
        Op::LoadGlobal(i)
        | Op::StoreGlobal(i)
        | Op::DeleteGlobal(i)
        | Op::LoadName(i)
        | Op::StoreName(i)
        | Op::DeleteName(i)
        | Op::LoadAttr(i)
        | Op::StoreAttr(i)
        | Op::DeleteAttr(i)
        | Op::LoadMethod(i)
        | Op::ImportName(i)
        | Op::ImportFrom(i) => code.names[i as usize].to_string(),
        _ => return None,
    })
}

impl fmt::Display for Const {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Const::None => f.write_str("None"),
            Const::True => f.write_str("True"),
            Const::False => f.write_str("False"),
            Const::Ellipsis => f.write_str("Ellipsis"),
            Const::Int(v) => write!(f, "{v}"),
            Const::BigInt(v) => write!(f, "{v}"),
            Const::Float(v) => write!(f, "{v:?}"),
            Const::Imaginary(v) => write!(f, "{v:?}j"),
            Const::Str(v) => write!(f, "{v:?}"),
            Const::Bytes(v) => write!(f, "b\"{}\"", v.escape_ascii()),
            Const::Tuple(v) => items(f, "(", v, if v.len() == 1 { ",)" } else { ")" }),
            Const::Frozenset(v) => items(f, "frozenset({", v, "})"),
            Const::Code(v) => write!(f, "<code {}>", v.qualname),
        }
    }
}

fn items(f: &mut fmt::Formatter<'_>, open: &str, items: &[Const], close: &str) -> fmt::Result {
    f.write_str(open)?;
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{item}")?;
    }
    f.write_str(close)
}
