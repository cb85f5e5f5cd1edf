//! Making classes: `__build_class__`, `type(name, bases, namespace)`, and what follows.
//!
//! A class is six objects, as in CPython: the class, its namespace, its bases, its order, and the
//! two descriptors `__dict__` and `__weakref__` of the first class that has them.
//!
//! # Source
//! `builtin___build_class__` in `Python/bltinmodule.c`, `type_new` in `Objects/typeobject.c`.

use core::cell::{Cell as StdCell, RefCell};

use super::super::frame::Frame;
use super::super::interp::Interp;
use super::super::native::{Args, Descriptor};
use super::super::raise::Result;
use super::shape::{best_base, is_final};
use crate::object::{Cell, Class, Dict, Function, Kind, SharedKeys, Str, Tuple, Wrapped};
use crate::{FreeList, Gc, Value, Weak};

/// `__build_class__(function, name, *bases, metaclass=..., **keywords)`
pub(in super::super) fn build_class(interp: &Interp, args: Args) -> Result<Value> {
    let Args { positional, mut keywords } = args;
    let mut positional = positional.into_iter();
    let (Some(body), Some(name)) = (positional.next(), positional.next()) else {
        return Err(interp.type_error("__build_class__: not enough arguments"));
    };
    let given: Vec<Value> = positional.collect();
    let bases = resolve_bases(interp, &given)?;
    let bases_changed =
        bases.len() != given.len() || bases.iter().zip(&given).any(|(a, b)| !a.is(b));
    let given_metaclass = keywords.iter().position(|(n, _)| n.as_str() == "metaclass");
    let metaclass = match given_metaclass {
        Some(index) => keywords.remove(index).1,
        None => match bases.first() {
            Some(base) => interp.class_of(base).into_value(),
            None => interp.types.type_.to_value(),
        },
    };
    let metaclass = match metaclass.as_gc::<Class>() {
        Some(class) => interp.most_derived_metaclass(class, &bases)?.into_value(),
        None => metaclass,
    };
    let bases = interp.tuple_of(bases)?.into_value();
    let namespace = match interp.lookup_attr(&metaclass, "__prepare__")? {
        Some(prepare) if metaclass.get::<Class>().is_none_or(|m| !m.is_builtin) => {
            let mut args = Args::from([name.clone(), bases.clone()]);
            args.keywords.clone_from(&keywords);
            interp.call(&prepare, args)?
        }
        _ => interp.heap.dict()?.into_value(),
    };
    let cell = run_body(interp, &body, &namespace)?;
    drop(body);
    if bases_changed {
        let original = interp.heap.tuple(given.into_iter())?.into_value();
        let key = interp.str("__orig_bases__")?;
        interp.set_item(&namespace, &key, original)?;
    }
    let mut args = Args::from([name.clone(), bases, namespace]);
    args.keywords = keywords;
    let class = interp.call(&metaclass, args)?;
    check_cell(interp, &cell, &name, &class)?;
    Ok(class)
}

/// `type.__new__` has put the class into the `__class__` cell, if it was given the cell.
fn check_cell(interp: &Interp, cell: &Value, name: &Value, class: &Value) -> Result<()> {
    let Some(cell) = cell.get::<Cell>().filter(|_| class.is_a::<Class>()) else { return Ok(()) };
    let (name, shown) = (interp.repr(name)?, interp.repr(class)?);
    match cell.get() {
        Some(found) if found.is(class) => Ok(()),
        Some(found) => Err(interp.type_error(format!(
            "__class__ set to {} defining {name} as {shown}",
            interp.repr(&found)?
        ))),
        None => Err(interp.runtime_error(format!(
            "__class__ not set defining {name} as {shown}. Was __classcell__ propagated to \
             type.__new__?"
        ))),
    }
}

/// Replaces bases that are not classes by what their `__mro_entries__` says.
fn resolve_bases(interp: &Interp, given: &[Value]) -> Result<Vec<Value>> {
    let mut bases = Vec::with_capacity(given.len());
    for base in given {
        if base.is_a::<Class>() {
            bases.push(base.clone());
            continue;
        }
        match interp.lookup_attr(base, "__mro_entries__")? {
            Some(entries) => {
                let all = interp.heap.tuple(given.iter().cloned())?.into_value();
                let entries = interp.call(&entries, [all])?;
                bases.extend(interp.collect(&entries)?);
            }
            None => bases.push(base.clone()),
        }
    }
    Ok(bases)
}

/// Runs the body of a class in its namespace; answers its `__class__` cell or `None`.
fn run_body(interp: &Interp, body: &Value, namespace: &Value) -> Result<Value> {
    let Some(function) = body.get::<Function>() else {
        return Err(interp.type_error("__build_class__: func must be a function"));
    };
    let frame: Gc<Frame> = interp.new_frame(function, Some(body.clone()))?;
    frame.namespace.replace(Some(namespace.clone()));
    interp.run_to_end(frame)
}

impl Interp {
    /// The metaclass that all bases agree on.
    fn most_derived_metaclass(&self, start: &Gc<Class>, bases: &[Value]) -> Result<Gc<Class>> {
        let mut winner = start.clone();
        for base in bases {
            let metaclass = self.class_of(base);
            if winner.is_subclass_of(&metaclass) {
                continue;
            }
            if metaclass.is_subclass_of(&winner) {
                winner = metaclass;
                continue;
            }
            return Err(self.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) \
                 subclass of the metaclasses of all its bases",
            ));
        }
        Ok(winner)
    }

    /// `type.__new__(metaclass, name, bases, namespace, **keywords)`
    ///
    /// # Errors
    /// `TypeError` for bases that do not go together; what the hooks raise.
    pub(in super::super) fn new_class(
        &self,
        metaclass: &Gc<Class>,
        name: &Value,
        bases: &Gc<Tuple>,
        namespace: &Value,
        keywords: Vec<(Gc<Str>, Value)>,
    ) -> Result<Value> {
        let Some(name) = name.to::<Str>() else {
            return Err(self.type_error(format!(
                "type.__new__() argument 1 must be str, not {}",
                self.class_name(name)
            )));
        };
        let object = self.types.object.to_value();
        let base_values: Vec<Value> =
            if bases.is_empty() { vec![object] } else { bases.items().to_vec() };
        let mut base_classes = Vec::new();
        for base in &base_values {
            let Some(class) = base.to::<Class>() else {
                return Err(self.type_error("bases must be types"));
            };
            if class.is_builtin && is_final(&class) {
                return Err(self.type_error(format!(
                    "type '{}' is not an acceptable base type",
                    class.name()
                )));
            }
            base_classes.push(class);
        }
        let metaclass = self.most_derived_metaclass(metaclass, &base_values)?;
        let dict = self.heap.dict()?;
        self.dict_update_from(&dict, namespace)?;
        let shape = self.shape_of(&name, &base_classes, &dict)?;
        let bases = if bases.is_empty() {
            self.heap.tuple(base_values.into_iter())?
        } else {
            bases.clone()
        };
        let qualname = match dict.del_str("__qualname__") {
            Some((_, value)) => value.downcast::<Str>().unwrap_or_else(|_| name.clone()),
            None => name.clone(),
        };
        let is_type = Gc::ptr_eq(&metaclass, &self.types.type_);
        let class = self.heap.alloc(Class {
            name: RefCell::new(name),
            qualname: RefCell::new(qualname),
            bases: RefCell::new(bases),
            base: RefCell::new(best_base(&base_classes)),
            mro: RefCell::new(None),
            dict: dict.clone(),
            metaclass: RefCell::new(if is_type { None } else { Some(metaclass.to_value()) }),
            layout: shape.layout,
            has_dict: shape.has_dict,
            slots: shape.slots,
            is_builtin: false,
            has_weakrefs: shape.has_weakrefs,
            has_finalizer: StdCell::new(false),
            keys: SharedKeys::default(),
            subclasses: RefCell::new(Vec::new()),
            version: StdCell::new(0),
        })?;
        self.fill_class_cell(&class)?;
        let order = self.order_of(&class)?;
        class.mro.replace(Some(self.heap.tuple(order.into_iter())?));
        self.class_changed();
        self.fill_namespace(&class, shape.own_slots, shape.adds_dict, shape.adds_weakrefs)?;
        class.has_finalizer.set(self.type_lookup(&class, "__del__").is_some());
        for base in &base_classes {
            if !base.is_builtin || !Gc::ptr_eq(base, &self.types.object) {
                base.subclasses.borrow_mut().retain(|weak| weak.upgrade().is_some());
            }
            let weak = Weak::new(&class)?;
            base.subclasses.borrow_mut().push(weak);
        }
        // The arguments of `type.__new__`, and a copy of the namespace to go through.
        self.count_argument_tuple(3);
        self.heap.count_temporary(FreeList::DICT);
        self.tell_members(&class, &dict)?;
        self.tell_base(&class, keywords)?;
        Ok(class.into_value())
    }

    /// Puts the class into the `__class__` cell that its body has left in the namespace.
    fn fill_class_cell(&self, class: &Gc<Class>) -> Result<()> {
        let Some((_, cell)) = class.dict.del_str("__classcell__") else { return Ok(()) };
        match cell.get::<Cell>() {
            Some(cell) => {
                drop(cell.replace(Some(class.to_value())));
                Ok(())
            }
            None => Err(self.type_error(format!(
                "__classcell__ must be a nonlocal cell, not {}",
                self.repr(self.class_of(&cell).as_value())?
            ))),
        }
    }

    /// Special forms of methods, and the descriptors a new class brings along.
    fn fill_namespace(
        &self,
        class: &Gc<Class>,
        own_slots: Vec<(usize, Gc<Str>)>,
        adds_dict: bool,
        adds_weakrefs: bool,
    ) -> Result<()> {
        let dict = &class.dict;
        if let Some(new) = dict.get_str("__new__")
            && new.is_a::<Function>()
        {
            let method = Descriptor::Static(Wrapped::new(new));
            self.set_member(class, "__new__", self.heap.alloc(method)?.into_value())?;
        }
        for name in ["__init_subclass__", "__class_getitem__"] {
            if let Some(function) = dict.get_str(name)
                && function.is_a::<Function>()
            {
                let method = Descriptor::ClassMethod(Wrapped::new(function));
                self.set_member(class, name, self.heap.alloc(method)?.into_value())?;
            }
        }
        if dict.get_str("__eq__").is_some() && dict.get_str("__hash__").is_none() {
            self.set_member(class, "__hash__", self.none())?;
        }
        if dict.get_str("__doc__").is_none() {
            self.set_member(class, "__doc__", self.none())?;
        }
        if dict.get_str("__module__").is_none()
            && let Some(frame) = &*self.frame.borrow()
            && let Some(module) = frame.globals.get_str("__name__")
        {
            self.set_member(class, "__module__", module)?;
        }
        for (index, name) in own_slots {
            let slot = Descriptor::Slot {
                index,
                name: name.clone(),
                class: RefCell::new(Some(class.clone())),
            };
            self.set_member(class, name.as_str(), self.heap.alloc(slot)?.into_value())?;
        }
        if adds_dict {
            self.add_own(
                class,
                "__dict__",
                super::super::attr::get_dict,
                Some(super::super::attr::set_dict),
            )?;
        }
        if adds_weakrefs {
            self.add_own(class, "__weakref__", super::super::attr::get_weakref, None)?;
        }
        Ok(())
    }

    fn add_own(
        &self,
        class: &Gc<Class>,
        name: &str,
        get: super::super::native::Getter,
        set: Option<super::super::native::Setter>,
    ) -> Result<()> {
        let class_of_it = RefCell::new(Some(class.clone()));
        let computed =
            Descriptor::Computed { name: self.intern(name)?, class: class_of_it, get, set };
        self.set_member(class, name, self.heap.alloc(computed)?.into_value())
    }

    /// `__set_name__` of each member that has one.
    fn tell_members(&self, class: &Gc<Class>, dict: &Gc<Dict>) -> Result<()> {
        let mut members = Vec::new();
        let mut position = 0;
        while let Some((next, name, value)) = dict.next_entry(position) {
            position = next;
            members.push((name, value));
        }
        for (name, value) in members {
            if value.kind() == Kind::Instance {
                self.call_special(&value, "__set_name__", [class.to_value(), name])?;
            }
        }
        Ok(())
    }

    /// `super(class, class).__init_subclass__(**keywords)`
    fn tell_base(&self, class: &Gc<Class>, keywords: Vec<(Gc<Str>, Value)>) -> Result<()> {
        let name = self.intern("__init_subclass__")?;
        let Some(hook) = self.lookup_behind(class, class, &name) else { return Ok(()) };
        let hook = self.bind_descriptor(&hook, None, class)?;
        let mut args = Args::none();
        args.keywords = keywords;
        self.call(&hook, args).map(drop)
    }
}
