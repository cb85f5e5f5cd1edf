//! The layout of a new class: what its objects wrap, their slots, whether they have a namespace
//! and take weak references.
//!
//! # Source
//! `best_base`, `type_new_slots` in `Objects/typeobject.c`.

use super::super::interp::Interp;
use super::super::raise::Result;
use crate::Gc;
use crate::object::{Class, Dict, Kind, Layout, Str};

/// Built-in classes nobody can derive from.
pub(super) fn is_final(class: &Class) -> bool {
    matches!(
        class.layout,
        Layout::Native(
            Kind::Bool
                | Kind::None
                | Kind::Function
                | Kind::Builtin
                | Kind::Method
                | Kind::Generator
                | Kind::Range
                | Kind::Slice
                | Kind::Ellipsis
                | Kind::NotImplemented
                | Kind::Code
                | Kind::Frame
                | Kind::Cell
                | Kind::DictView
                | Kind::MappingProxy
                | Kind::Traceback
        )
    )
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the class, asked alone")]
/// What the objects of a new class are made of.
pub(super) struct Shape {
    pub layout: Layout,
    pub has_dict: bool,
    pub has_weakrefs: bool,
    pub adds_dict: bool,
    pub adds_weakrefs: bool,
    pub slots: Vec<Gc<Str>>,
    pub own_slots: Vec<(usize, Gc<Str>)>,
}

impl Interp {
    /// What the objects of a class with these bases and this namespace are made of.
    ///
    /// # Errors
    /// `TypeError` for bases whose layouts do not go together and for unfit `__slots__`.
    pub(super) fn shape_of(
        &self,
        name: &Gc<Str>,
        bases: &[Gc<Class>],
        dict: &Gc<Dict>,
    ) -> Result<Shape> {
        let mut layout = Layout::Plain;
        for base in bases {
            let found = match base.layout {
                Layout::Native(kind @ (Kind::Exception | Kind::Class | Kind::WeakRef)) => {
                    Layout::Native(kind)
                }
                Layout::Native(kind) => Layout::Wraps(kind),
                other => other,
            };
            if layout == Layout::Plain {
                layout = found;
            } else if found != Layout::Plain && found != layout {
                return Err(self.type_error("multiple bases have instance lay-out conflict"));
            }
        }
        if conflicts(bases) {
            return Err(self.type_error("multiple bases have instance lay-out conflict"));
        }
        // A class has its namespace whatever its metaclass says.
        let base_dict = bases.iter().any(|b| b.has_dict) || layout == Layout::Native(Kind::Class);
        let base_weakrefs = bases.iter().any(|b| !b.is_builtin && b.has_weakrefs);
        let mut slots: Vec<Gc<Str>> = Vec::new();
        for base in bases {
            if base.slots.len() > slots.len() {
                slots.clone_from(&base.slots);
            }
        }
        let declared = match dict.get_str("__slots__") {
            None => None,
            Some(one) if one.is_a::<Str>() => Some(vec![one]),
            Some(row) => Some(self.collect(&row)?),
        };
        let has_slots = declared.is_some();
        let mut own_slots = Vec::new();
        let (mut wants_dict, mut wants_weakrefs) = (!has_slots, !has_slots);
        for slot in declared.into_iter().flatten() {
            let Some(slot) = slot.to::<Str>() else {
                return Err(self.type_error(format!(
                    "__slots__ items must be strings, not '{}'",
                    self.class_name(&slot)
                )));
            };
            match slot.as_str() {
                "__dict__" => wants_dict = true,
                "__weakref__" => wants_weakrefs = true,
                text => {
                    if let Layout::Wraps(kind @ (Kind::Int | Kind::Tuple | Kind::Bytes)) = layout {
                        return Err(self.type_error(format!(
                            "nonempty __slots__ not supported for subtype of '{}'",
                            kind.name()
                        )));
                    }
                    if !is_identifier(text) {
                        return Err(self.type_error("__slots__ must be identifiers"));
                    }
                    if dict.get_str(text).is_some() {
                        return Err(self.value_error(format!(
                            "'{text}' in __slots__ conflicts with class variable"
                        )));
                    }
                    let mangled = if text.starts_with("__") && !text.ends_with("__") {
                        format!("_{}{text}", name.as_str().trim_start_matches('_'))
                    } else {
                        text.to_owned()
                    };
                    let slot = self.intern(&mangled)?;
                    own_slots.push((slots.len(), slot.clone()));
                    slots.push(slot);
                }
            }
        }
        let native_weakrefs = matches!(
            layout,
            Layout::Native(Kind::WeakRef | Kind::Class)
                | Layout::Wraps(Kind::Set | Kind::FrozenSet)
        );
        let sized = matches!(layout, Layout::Wraps(Kind::Int | Kind::Tuple | Kind::Bytes));
        Ok(Shape {
            layout,
            has_dict: base_dict || wants_dict,
            has_weakrefs: base_weakrefs || native_weakrefs || (wants_weakrefs && !sized),
            adds_dict: wants_dict && !base_dict,
            adds_weakrefs: wants_weakrefs && !base_weakrefs && !native_weakrefs && !sized,
            slots,
            own_slots,
        })
    }
}

/// Whether two bases lay out their objects in ways that do not go together: the slots of one are
/// not part of the other.
fn conflicts(bases: &[Gc<Class>]) -> bool {
    let mut best: Option<Gc<Class>> = None;
    for solid in bases.iter().filter_map(solid) {
        match &best {
            Some(best) if best.is_subclass_of(&solid) => {}
            Some(best) if best.is_builtin && solid.is_builtin => {}
            Some(best) if !solid.is_subclass_of(best) => return true,
            _ => best = Some(solid),
        }
    }
    false
}

/// The nearest class in the line of bases that adds slots, or that wraps a built-in kind.
fn solid(class: &Gc<Class>) -> Option<Gc<Class>> {
    let mut class = class.clone();
    loop {
        if class.is_builtin {
            return (class.layout != Layout::Plain).then_some(class);
        }
        let base = class.base.borrow().clone()?;
        if class.slots.len() > base.slots.len() {
            return Some(class);
        }
        class = base;
    }
}

/// Whether a text could be the name of a variable.
fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && chars.all(|c| c == '_' || c.is_alphanumeric())
}

/// The base whose objects are laid out like those of the new class: the first one, unless another
/// adds to the layout.
pub(super) fn best_base(bases: &[Gc<Class>]) -> Option<Gc<Class>> {
    let weight = |class: &Class| (class.layout != Layout::Plain, class.slots.len());
    let mut best = bases.first()?;
    for base in bases {
        if weight(base) > weight(best) {
            best = base;
        }
    }
    Some(best.clone())
}
