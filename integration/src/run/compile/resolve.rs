//! What names mean: local, cell, free or global.
//!
//! Works from the outside in with the names that functions around bind, then from the inside out
//! with the names that inner functions need. An inlined comprehension shares the frame around it:
//! a variable it merely uses needs no cell, one that a function inside it uses does.
//!
//! Source: `Python/symtable.c`, `analyze_block`.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::scope::{Binding, Scope, ScopeKind, Scopes, Symbol};
use crate::run::source::{Source, SourceError};

type Names = BTreeSet<Rc<str>>;

/// Decides the binding of every symbol of every scope.
pub(super) fn resolve(source: &Source, scopes: &mut Scopes, errors: &mut Vec<SourceError>) {
    let mut resolver = Resolver { source, scopes, errors };
    resolver.block(0, None, &Names::new());
}

/// What a block needs from the functions around it.
#[derive(Default)]
struct Needs {
    /// Every name.
    free: Names,
    /// The names among them that must be in cells, since another frame uses them.
    celled: Names,
}

struct Resolver<'s> {
    source: &'s Source,
    scopes: &'s mut Scopes,
    errors: &'s mut Vec<SourceError>,
}

impl Resolver<'_> {
    /// `bound` are the names bound by functions around, `None` for the module; `globals` those
    /// declared global around.
    fn block(&mut self, index: usize, bound: Option<&Names>, globals: &Names) -> Needs {
        let kind = self.scopes.get(index).kind;
        let mut inner_bound = bound.cloned().unwrap_or_default();
        let mut inner_globals = globals.clone();
        let mut own = Needs::default();

        let names: Vec<_> = self.scopes.get(index).symbols.keys().cloned().collect();
        for name in names {
            let symbol = self.scopes.get(index).symbols[&name];
            let binding = self.binding(index, &name, symbol, bound);
            match binding {
                Binding::GlobalExplicit if kind != ScopeKind::Class => {
                    inner_bound.remove(&name);
                    inner_globals.insert(Rc::clone(&name));
                }
                Binding::Local if matches!(kind, ScopeKind::Function | ScopeKind::Inlined) => {
                    inner_globals.remove(&name);
                    inner_bound.insert(Rc::clone(&name));
                }
                Binding::Free => {
                    own.free.insert(Rc::clone(&name));
                    if kind != ScopeKind::Inlined {
                        own.celled.insert(Rc::clone(&name));
                    }
                }
                _ => {}
            }
            self.set(index, &name, binding);
        }
        if kind == ScopeKind::Class {
            inner_bound.insert("__class__".into());
        }

        let mut needs = Needs::default();
        for child in self.scopes.get(index).children.clone() {
            let child = self.block(child, Some(&inner_bound), &inner_globals);
            needs.free.extend(child.free);
            needs.celled.extend(child.celled);
        }
        self.settle(index, &mut needs, bound);
        needs.free.extend(own.free);
        needs.celled.extend(own.celled);
        needs
    }

    /// Meets the needs of inner blocks from this one; what is left is needed from outside.
    fn settle(&mut self, index: usize, needs: &mut Needs, bound: Option<&Names>) {
        let scope = self.scopes.get_mut(index);
        match scope.kind {
            ScopeKind::Function | ScopeKind::Inlined => {
                for (name, symbol) in &mut scope.symbols {
                    if symbol.binding == Binding::Local
                        && needs.free.remove(name)
                        && needs.celled.remove(name)
                    {
                        symbol.binding = Binding::Cell;
                    }
                }
            }
            ScopeKind::Class => {
                if needs.free.remove("__class__") {
                    scope.needs_class_cell = true;
                    needs.celled.remove("__class__");
                }
            }
            ScopeKind::Module => {}
        }
        let inlined = scope.kind == ScopeKind::Inlined;
        for name in &needs.free {
            let Some(symbol) = scope.symbols.get_mut(name) else {
                if bound.is_some_and(|bound| bound.contains(name)) {
                    pass_through(scope, name);
                }
                continue;
            };
            if scope.kind == ScopeKind::Class && symbol.binding != Binding::Free {
                symbol.free_in_class = true;
            }
        }
        if !inlined {
            needs.celled.extend(needs.free.iter().cloned());
        }
    }

    fn binding(
        &mut self,
        index: usize,
        name: &Rc<str>,
        symbol: Symbol,
        bound: Option<&Names>,
    ) -> Binding {
        let is_bound = bound.is_some_and(|bound| bound.contains(name));
        if symbol.global {
            if symbol.nonlocal {
                let message = format!("name '{name}' is nonlocal and global");
                self.errors.push(self.source.error(symbol.place, message));
            }
            return Binding::GlobalExplicit;
        }
        if symbol.nonlocal {
            if !is_bound && index != 0 {
                let message = format!("no binding for nonlocal '{name}' found");
                self.errors.push(self.source.error(symbol.place, message));
            }
            return Binding::Free;
        }
        if symbol.bound {
            return Binding::Local;
        }
        if is_bound { Binding::Free } else { Binding::GlobalImplicit }
    }

    fn set(&mut self, index: usize, name: &str, binding: Binding) {
        if let Some(symbol) = self.scopes.get_mut(index).symbols.get_mut(name) {
            symbol.binding = binding;
        }
    }
}

/// Lets a block hand a cell on that only blocks inside it use.
fn pass_through(scope: &mut Scope, name: &Rc<str>) {
    let symbol = Symbol {
        bound: false,
        global: false,
        nonlocal: false,
        free_in_class: false,
        binding: Binding::Free,
        place: 0.into(),
    };
    scope.symbols.insert(Rc::clone(name), symbol);
}
