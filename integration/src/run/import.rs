//! Modules: the ones written in Rust, the ones that come with the runner, and files beside the
//! program.
//!
//! # Source
//! `Lib/importlib/_bootstrap.py`.

use std::path::PathBuf;

use super::code::Code;
use super::compile;
use super::frame::{CodeObject, Constants};
use super::interp::Interp;
use super::modules;
use super::raise::{Raised, Result};
use super::source::Source;
use crate::object::{Dict, Module, Str};
use crate::{Gc, Value};
use std::rc::Rc;

impl Interp {
    /// A new module, registered under its name.
    ///
    /// # Errors
    /// Out of memory.
    pub fn new_module(&self, name: &str) -> Result<(Value, Gc<Dict>)> {
        let dict = self.heap.dict()?;
        let text = self.str(name)?;
        for (key, value) in [
            ("__name__", text),
            ("__doc__", self.none()),
            ("__package__", self.none()),
            ("__loader__", self.none()),
            ("__spec__", self.none()),
        ] {
            drop(Dict::set_str(&dict, &self.intern(key)?, value)?);
        }
        let module = self.heap.alloc(Module { name: name.to_owned(), dict: dict.clone() })?;
        let module = module.into_value();
        drop(Dict::set_str(&self.modules, &self.intern(name)?, module.clone())?);
        Ok((module, dict))
    }

    /// `import name`
    ///
    /// # Errors
    /// `ModuleNotFoundError`, and what the module raises when it is run.
    pub fn import(&self, name: &str) -> Result<Value> {
        if let Some(module) = self.modules.get_str(name) {
            if self.is_none(&module) {
                return Err(self.not_found(name));
            }
            return Ok(module);
        }
        if let Some((package, _)) = name.rsplit_once('.') {
            self.import(package)?;
            if let Some(module) = self.modules.get_str(name) {
                return Ok(module);
            }
        }
        let module = self.load(name)?;
        if let Some((package, last)) = name.rsplit_once('.') {
            let package = self.import(package)?;
            self.set_attr_str(&package, last, module.clone())?;
        }
        Ok(module)
    }

    fn load(&self, name: &str) -> Result<Value> {
        if let Some(make) = modules::native(name) {
            return make(self);
        }
        // As in CPython, a file of the program comes before the library's of the same name.
        if let Some(path) = self.beside_program(name) {
            let source = Source::load(&path).map_err(|e| self.syntax_error(&e.to_string()))?;
            let code =
                compile::compile(&source).map_err(|errors| self.does_not_compile(&errors))?;
            return self.run_module(name, &code);
        }
        if let Some((path, text)) = modules::source(name) {
            let code = compile::compile_str(text, path, compile::Mode::Exec)
                .map_err(|errors| self.does_not_compile(&errors))?;
            return self.run_module(name, &code);
        }
        Err(self.not_found(name))
    }

    /// The file of a module in the program's folder.
    fn beside_program(&self, name: &str) -> Option<PathBuf> {
        let program = std::path::Path::new(self.argv.first()?);
        let mut path = program.parent()?.to_path_buf();
        path.extend(name.split('.'));
        path.set_extension("py");
        path.is_file().then_some(path)
    }

    fn run_module(&self, name: &str, code: &Rc<Code>) -> Result<Value> {
        let (module, dict) = self.new_module(name)?;
        let file = self.str(&code.filename)?;
        drop(Dict::set_str(&dict, &self.intern("__file__")?, file)?);
        let turn = self.scheduler.hold_turn();
        let result = self.run_code(code, &dict, dict.to_value());
        drop(turn);
        match result {
            Ok(value) => drop(value),
            Err(raised) => {
                drop(self.modules.del_str(name));
                return Err(raised);
            }
        }
        // A module may put another object in its own place.
        Ok(self.modules.get_str(name).unwrap_or(module))
    }

    /// Runs the code of a module, or a text given to `exec` or `eval`.
    ///
    /// # Errors
    /// What the code raises.
    pub fn run_code(&self, code: &Rc<Code>, globals: &Gc<Dict>, namespace: Value) -> Result<Value> {
        self.run_code_object(self.code_object(code)?, globals, namespace)
    }

    /// Runs the text of the program, or one given to `exec` or `eval`: its constants have one owner
    /// more until it ends, CPython's syntax tree.
    ///
    /// # Errors
    /// What the code raises.
    pub fn run_text(&self, code: &Rc<Code>, globals: &Gc<Dict>, namespace: Value) -> Result<Value> {
        let mut constants = Constants::default();
        let code = self.code_object_with(code, &mut constants)?;
        let result = self.run_code_object(code, globals, namespace);
        drop(constants);
        result
    }

    fn run_code_object(
        &self,
        code: Gc<CodeObject>,
        globals: &Gc<Dict>,
        namespace: Value,
    ) -> Result<Value> {
        let cells = vec![None; code.code.cell_count()];
        let frame = self.frame_of(code, globals.clone(), cells, None)?;
        frame.namespace.replace(Some(namespace));
        self.run_to_end(frame)
    }

    fn not_found(&self, name: &str) -> Raised {
        let error = self.raise("ModuleNotFoundError", &format!("No module named '{name}'"));
        self.about_module(error, name)
    }

    /// A module has no attribute that is to be imported.
    pub(super) fn cannot_import(&self, name: &str, module: &str) -> Raised {
        let error = self.import_error(format!(
            "cannot import name '{name}' from '{module}' (unknown location)"
        ));
        self.about_module(error, module)
    }

    /// Names the module in an `ImportError`.
    fn about_module(&self, error: Raised, name: &str) -> Raised {
        if let Raised::Exception(value) = &error
            && let Some(exception) = value.get::<crate::object::Exception>()
            && let Ok(name) = self.str(name)
        {
            drop(exception.set_member("name", Some(name)));
        }
        error
    }

    fn does_not_compile(&self, errors: &[super::source::SourceError]) -> Raised {
        let text = errors.first().map(ToString::to_string).unwrap_or_default();
        self.syntax_error(&text)
    }

    /// A `SyntaxError`.
    pub fn syntax_error(&self, message: &str) -> Raised {
        self.raise("SyntaxError", message)
    }

    /// `globals()`: the namespace of the module whose code runs.
    pub fn current_globals(&self) -> Option<Gc<Dict>> {
        self.frame.borrow().as_ref().map(|frame| frame.globals.clone())
    }

    /// `locals()`: the namespace of the code that runs; for a function a new dict.
    ///
    /// # Errors
    /// Out of memory.
    pub fn current_locals(&self) -> Result<Value> {
        let frame = self.frame.borrow().clone();
        match frame {
            Some(frame) => self.frame_locals(&frame),
            None => Ok(self.heap.dict()?.into_value()),
        }
    }

    /// The variables of a frame: its namespace, or a new dict of its locals and cells.
    ///
    /// # Errors
    /// Out of memory.
    pub fn frame_locals(&self, frame: &super::frame::Frame) -> Result<Value> {
        if let Some(namespace) = &*frame.namespace.borrow() {
            return Ok(namespace.clone());
        }
        let dict = self.heap.dict()?;
        let mut found: Vec<(Gc<Str>, Value)> = Vec::new();
        for (name, value) in frame.code.varnames.iter().zip(frame.locals.borrow().iter()) {
            if let Some(value) = value {
                found.push((name.clone(), value.clone()));
            }
        }
        for (index, cell) in (0_u32..).zip(frame.cells.borrow().iter()) {
            if let Some(value) = cell.as_ref().and_then(|c| c.get()) {
                found.push((self.intern(frame.code.code.cell_name(index))?, value));
            }
        }
        for (name, value) in found {
            if !name.as_str().starts_with('.') {
                drop(Dict::set_str(&dict, &name, value)?);
            }
        }
        Ok(dict.into_value())
    }
}
