//! Scopes: which names each block of code binds, uses and declares.
//!
//! [`collect`] walks the syntax tree once and records, for every module, class, function, lambda
//! and comprehension, a flag set per name. `resolve` then decides what each name means, and the
//! code generator finds a scope again by the place of its node in the text.
//!
//! The first iterable of a comprehension belongs to the scope around it, as do decorators, defaults
//! and annotations of a function. A walrus target inside a comprehension belongs to the function
//! around all comprehensions. List, set and dict comprehensions are scopes, yet run in the frame
//! around them (PEP 709).
//!
//! Source: `Python/symtable.c`.

mod collect;

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use ruff_text_size::{TextRange, TextSize};

use crate::run::code::Routine;

pub(super) use collect::collect;

/// What a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    /// A file, or text for `exec` or `eval`.
    Module,
    /// The body of a class.
    Class,
    /// A function, a lambda or a generator expression: a frame of its own.
    Function,
    /// A list, set or dict comprehension: no frame of its own.
    Inlined,
}

/// What a name means in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// Not decided yet.
    Unresolved,
    /// A variable of this scope.
    Local,
    /// A variable of this scope that inner functions use.
    Cell,
    /// A variable of a function around this scope.
    Free,
    /// Declared `global`.
    GlobalExplicit,
    /// Bound nowhere around: global or builtin.
    GlobalImplicit,
}

/// What a scope does with a name.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts about one name")]
pub(super) struct Symbol {
    /// Assigned, imported, deleted, a parameter, ...
    pub(super) bound: bool,
    /// Declared `global`.
    pub(super) global: bool,
    /// Declared `nonlocal`.
    pub(super) nonlocal: bool,
    /// In a class body: bound here, and yet inner functions mean the variable of a function around.
    pub(super) free_in_class: bool,
    /// What it means.
    pub(super) binding: Binding,
    /// Where it was first seen.
    pub(super) place: TextSize,
}

/// One block of code.
#[derive(Debug)]
pub(super) struct Scope {
    /// What it is.
    pub(super) kind: ScopeKind,
    /// `f`, `C`, `<lambda>`, ...
    pub(super) name: Rc<str>,
    /// The scope around it.
    pub(super) parent: Option<usize>,
    /// The scopes inside it, in the order of the text.
    pub(super) children: Vec<usize>,
    /// The names; sorted, as are the cells of a code object.
    pub(super) symbols: BTreeMap<Rc<str>, Symbol>,
    /// Has a `yield`, or is a generator expression.
    pub(super) is_generator: bool,
    /// An `async def`, or a generator expression that awaits.
    pub(super) is_async: bool,
    /// In a class body: a method needs the `__class__` cell.
    pub(super) needs_class_cell: bool,
}

impl Scope {
    /// The binding of a name as it is spelled after mangling.
    pub(super) fn binding(&self, name: &str) -> Binding {
        self.symbols.get(name).map_or(Binding::GlobalImplicit, |symbol| symbol.binding)
    }

    /// What a call of the code makes.
    pub(super) fn routine(&self) -> Routine {
        match (self.is_async, self.is_generator) {
            (false, false) => Routine::Plain,
            (false, true) => Routine::Generator,
            (true, false) => Routine::Coroutine,
            (true, true) => Routine::AsyncGenerator,
        }
    }

    /// The names whose cells a frame of this scope takes from its closure.
    pub(super) fn freevars(&self) -> Vec<Rc<str>> {
        let free = |s: &Symbol| s.binding == Binding::Free || s.free_in_class;
        self.symbols.iter().filter(|(_, s)| free(s)).map(|(name, _)| Rc::clone(name)).collect()
    }

    /// The names that get cells in a frame of this scope.
    pub(super) fn cellvars(&self) -> Vec<Rc<str>> {
        let cells = self.symbols.iter().filter(|(_, s)| s.binding == Binding::Cell);
        cells.map(|(name, _)| Rc::clone(name)).collect()
    }
}

/// All scopes of a source; the first is the module.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    scopes: Vec<Scope>,
    places: HashMap<TextRange, usize>,
}

impl Scopes {
    /// The scope with this index.
    pub(super) fn get(&self, index: usize) -> &Scope {
        &self.scopes[index]
    }

    /// The scope with this index, to change it.
    pub(super) fn get_mut(&mut self, index: usize) -> &mut Scope {
        &mut self.scopes[index]
    }

    /// The scope of the node with this range.
    ///
    /// # Panics
    /// The node has no scope.
    pub(super) fn at(&self, node: TextRange) -> usize {
        self.places[&node]
    }
}

/// The name that a private name stands for inside a class: `__x` in `C` is `_C__x`.
pub(super) fn mangle(class: Option<&str>, name: &str) -> Rc<str> {
    if let Some(class) = class
        && name.starts_with("__")
        && !name.ends_with("__")
        && !name.contains('.')
    {
        let class = class.trim_start_matches('_');
        if !class.is_empty() {
            return format!("_{class}{name}").into();
        }
    }
    name.into()
}
