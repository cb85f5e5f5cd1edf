//! Interned names: one string object for each text that is a name.
//!
//! A table finds the object of a text. In front of it stands a row of the names found last,
//! indexed by where the text stands in memory: the interpreter asks for the same literals again
//! and again, and a literal is always in the same place. A text that is made for the occasion may
//! stand where another one stood, so the text itself is compared.
//!
//! # Source
//! `PyUnicode_InternInPlace` in `Objects/unicodeobject.c`, `_Py_ID` in
//! `Include/internal/pycore_global_strings.h`.

use core::cell::{Cell, RefCell};
use core::fmt;
use std::rc::Rc;

use hashbrown::HashMap;

use super::interp::Interp;
use super::raise::Result;
use crate::Gc;
use crate::object::Str;

/// How many names the row in front holds.
const RECENT: usize = 512;

/// All interned names. Each has one owner here, so that its count tells who else holds it.
pub(super) struct Names {
    all: RefCell<Vec<Gc<Str>>>,
    /// Where in `all` the name of a text stands.
    by_text: RefCell<HashMap<Rc<str>, usize>>,
    /// The same for the texts asked for last.
    recent: Box<[Cell<usize>]>,
}

impl Names {
    pub(super) fn new() -> Self {
        Self {
            all: RefCell::default(),
            by_text: RefCell::default(),
            recent: vec![Cell::new(usize::MAX); RECENT].into(),
        }
    }

    /// The place in the row for a text that stands at this address.
    fn recent(&self, text: &str) -> &Cell<usize> {
        let address = text.as_ptr().addr();
        &self.recent[(address ^ (address >> 9) ^ text.len()) % RECENT]
    }

    fn find(&self, text: &str) -> Option<Gc<Str>> {
        let all = self.all.borrow();
        let recent = self.recent(text);
        if let Some(name) = all.get(recent.get())
            && name.as_str() == text
        {
            return Some(name.clone());
        }
        let index = *self.by_text.borrow().get(text)?;
        recent.set(index);
        all.get(index).cloned()
    }

    fn add(&self, name: Gc<Str>) {
        let mut all = self.all.borrow_mut();
        self.by_text.borrow_mut().insert(name.as_str().into(), all.len());
        all.push(name);
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Names").field("all", &self.all.borrow().len()).finish_non_exhaustive()
    }
}

impl Interp {
    /// The one string object of a name.
    ///
    /// # Errors
    /// Out of memory.
    pub fn intern(&self, text: &str) -> Result<Gc<Str>> {
        if let Some(name) = self.names.find(text) {
            return Ok(name);
        }
        let name = match self.str(text)?.downcast::<Str>() {
            Ok(name) => name,
            Err(_) => self.heap.str(text)?,
        };
        self.names.add(name.clone());
        Ok(name)
    }

    /// Whether the object is the one of its name.
    pub fn is_interned(&self, name: &Gc<Str>) -> bool {
        self.names.find(name.as_str()).is_some_and(|known| Gc::ptr_eq(&known, name))
    }

    /// Forgets every interned name; those that nobody else uses die.
    pub fn forget_names(&self) {
        // Their addresses may be used again: no lookup may be remembered under them.
        self.class_changed();
        self.names.by_text.take();
        let all = self.names.all.take();
        drop(all);
    }
}
