//! Running a program from its file to its exit status.
//!
//! The program runs on a thread of its own, whose stack is large enough for the deepest recursion
//! the limit allows. When it ends, in whatever way, the interpreter is taken down as CPython does
//! it: exit functions, a collection, the main module's names, the other modules, a last
//! collection.
//!
//! # Source
//! `Py_RunMain`, `finalize_modules` in `Python/pylifecycle.c`.

#[cfg(feature = "parallel")]
use core::num::NonZero;
use std::io::{self, LineWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use cyclegc::Generation;
use tracing::subscriber::NoSubscriber;

use super::code::Code;
use super::compile;
use super::finalize::Hooks;
use super::interp::{Interp, Setup};
use super::raise::{Raised, Result};
use super::source::{Source, SourceError};
use crate::object::{Dict, Module, Str};
use crate::{Heap, Value, Weak};

/// What to run, and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The program's file.
    pub file: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// Whether to print the allocator's and the collector's statistics at the end.
    pub stats: bool,
    /// The most bytes of arenas and large blocks the program may take.
    pub max_heap: Option<usize>,
    /// The threads that find garbage; one where there is none.
    #[cfg(feature = "parallel")]
    pub gc_threads: Option<GcThreads>,
}

/// How many threads find garbage, and when.
#[cfg(feature = "parallel")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GcThreads {
    /// How many, the program's own included.
    pub number: NonZero<usize>,
    /// Among how many objects at least; the program's own thread looks at fewer alone.
    pub least: usize,
}

#[cfg(feature = "parallel")]
impl GcThreads {
    /// That many threads, where starting them pays.
    pub const fn new(number: NonZero<usize>) -> Self {
        Self { number, least: 50_000 }
    }
}

/// Bytes of native stack a program may use.
const STACK: usize = if cfg!(target_pointer_width = "64") { 1 << 30 } else { 64 << 20 };

/// Bytes of stack that stay free for the code that reports a recursion too deep.
const STACK_RESERVE: usize = 1 << 20;

/// How many collections CPython 3.13 runs before a program begins.
const STARTUP_COLLECTIONS: usize = 3;

/// How many objects its collector has counted then since the last of them, about.
const STARTUP_OBJECTS: usize = 10;
/// Tracked objects that CPython has in its modules when a program begins, and the runner has not.
const INTERPRETER_OBJECTS: usize = 4871;

/// How many more for each function and class of the program, about: the rows of its code object.
const OBJECTS_OF_CODE: usize = 6;

/// What a run left behind, for those who check that nothing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remains {
    /// Objects and buffers still alive, immortal objects not counted.
    pub objects: usize,
    /// Arenas still mapped.
    pub arenas: usize,
    /// Whether several threads could find garbage up to the end.
    pub allows_threads: bool,
}

/// The end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The exit status.
    pub status: u8,
    /// What is left in the heap after everything was taken down; nothing if no program ran.
    pub remains: Option<Remains>,
}

/// Runs a program with the process' own output.
///
/// The exit status is 0, the program's own, 1 after an uncaught exception, or 2 when nothing was
/// run: the file cannot be read, does not parse, or uses something that is not supported. Reasons
/// go to standard error.
pub fn run_file(options: Options) -> ExitCode {
    let run = move || {
        let stdout = Box::new(LineWriter::new(io::stdout()));
        run_with(&options, stdout, Box::new(io::stderr())).status
    };
    let thread = std::thread::Builder::new().name("program".into()).stack_size(STACK).spawn(run);
    let status = match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => status,
        Ok(Err(_)) => 70,
        Err(error) => {
            eprintln!("the program's thread could not be started: {error}");
            2
        }
    };
    ExitCode::from(status)
}

/// Runs a program with the given output, on a thread with a stack of its own. For tests.
///
/// # Panics
/// When the thread cannot be started, or the runner itself panics.
pub fn run_captured(options: &Options) -> (Ended, String, String) {
    let options = options.clone();
    let dispatch = tracing::dispatcher::get_default(Clone::clone);
    let run = move || {
        tracing::dispatcher::with_default(&dispatch, || {
            let (stdout, stderr) = (Shared::default(), Shared::default());
            let ended = run_with(&options, Box::new(stdout.clone()), Box::new(stderr.clone()));
            (ended, stdout.text(), stderr.text())
        })
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => panic!("the program's thread could not be started: {error}"),
    }
}

/// An output that can be read back.
#[derive(Clone, Default)]
struct Shared(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Shared {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn run_with(options: &Options, stdout: Box<dyn Write>, mut stderr: Box<dyn Write>) -> Ended {
    let code = match load(options) {
        Ok(code) => code,
        Err(errors) => {
            for error in errors {
                let _ = writeln!(stderr, "{error}");
            }
            return Ended { status: 2, remains: None };
        }
    };
    let heap = Heap::with_budget(options.max_heap.unwrap_or(usize::MAX));
    heap.model_free_lists();
    #[cfg(feature = "parallel")]
    if let Some(GcThreads { number, least }) = options.gc_threads {
        heap.collector().set_threads(number.get(), least);
    }
    let mut argv = vec![options.file.display().to_string()];
    argv.extend(options.args.iter().cloned());
    let stack_limit = super::call::stack_address().saturating_sub(STACK - STACK_RESERVE);
    let limit = options.max_heap;
    let setup = Setup { heap: heap.clone(), limit, stdout, stderr, argv, stack_limit };
    let Ok(interp) = quietly(|| Interp::new(setup)) else {
        return Ended { status: 2, remains: None };
    };
    heap.set_runtime(Some(Hooks::new(&interp)));
    let installed = quietly(|| interp.install());
    interp.close_reserve();
    tracing::debug!(
        target: "integration::run",
        objects = heap.live_objects(),
        arenas = heap.memory().arenas,
        "interpreter ready"
    );
    let status = match installed {
        Ok(()) => interp.run_program(&code),
        Err(_) => {
            interp.write_error("the limit of the heap is too small for the interpreter itself\n");
            2
        }
    };
    drop(code);
    interp.take_down();
    if options.stats {
        interp.write_error(&interp.statistics());
    }
    let _ = interp.stdout.borrow_mut().flush();
    heap.set_runtime(None);
    interp.drop_threads();
    let remains = quietly(|| {
        let immortals = interp.forget();
        drop(interp);
        heap.collect_at_shutdown();
        Remains {
            objects: heap.live_objects().saturating_sub(immortals),
            arenas: heap.memory().arenas,
            allows_threads: heap.collector().allows_threads(),
        }
    });
    quietly(|| drop(heap));
    Ended { status, remains: Some(remains) }
}

/// Runs something whose events are not the program's, and are not told.
fn quietly<R>(work: impl FnOnce() -> R) -> R {
    tracing::subscriber::with_default(tracing::subscriber::NoSubscriber::default(), work)
}

fn load(options: &Options) -> core::result::Result<Rc<Code>, Vec<SourceError>> {
    let source = Source::load(&options.file).map_err(|error| vec![error])?;
    compile::compile(&source)
}

impl Interp {
    /// Fills the built-in classes and modules.
    fn install(&self) -> Result<()> {
        super::types::install(self)?;
        super::builtins::install(self)?;
        super::modules::install(self)?;
        self.types.untrack();
        Ok(())
    }

    /// Runs the main program to its exit status.
    fn run_program(&self, code: &Rc<Code>) -> u8 {
        let result = self.new_module("__main__").and_then(|(module, dict)| {
            for (name, value) in [
                ("__annotations__", self.heap.dict()?.into_value()),
                ("__builtins__", self.import("builtins")?),
                ("__file__", self.str(&code.filename)?),
                ("__cached__", self.none()),
            ] {
                drop(Dict::set_str(&dict, &self.intern(name)?, value)?);
            }
            drop(module);
            self.state.builtins.replace(self.builtins.entries());
            self.start_collector(code);
            let namespace = dict.to_value();
            self.run_text(code, &dict, namespace).map(drop)
        });
        match result {
            Ok(()) => 0,
            Err(raised) => self.report(raised),
        }
    }

    /// Brings the collector to where CPython's stands when a program begins: what the interpreter
    /// itself consists of has left the youngest generation, and some objects were made while the
    /// program was compiled.
    fn start_collector(&self, code: &Code) {
        // They are no part of the program, so its log does not show them.
        tracing::subscriber::with_default(NoSubscriber::default(), || {
            for _ in 0..STARTUP_COLLECTIONS {
                // Without memory the objects stay young, which only a program's statistics show.
                let _ = self.heap.collect_generation(Generation::Young);
            }
        });
        self.heap.collector().set_long_lived_elsewhere(INTERPRETER_OBJECTS);
        self.heap.count_allocations(STARTUP_OBJECTS + OBJECTS_OF_CODE * code.nested());
    }

    /// Tells of the exception that ended the program; answers the exit status.
    fn report(&self, raised: Raised) -> u8 {
        let _ = self.stdout.borrow_mut().flush();
        if self.is_raised(&raised, "SystemExit") {
            let exit = self.materialize(raised);
            return self.exit_status(&exit);
        }
        let exception = self.materialize(raised);
        if !super::modules::sys::call_except_hook(self, &exception) {
            let text = self.traceback_text(&exception);
            self.write_error(&text);
        }
        1
    }

    fn exit_status(&self, exit: &Value) -> u8 {
        let code = self.stop_value(exit);
        if self.is_none(&code) {
            return 0;
        }
        if let Some(number) = code.get::<crate::object::Int>() {
            let number = number.as_i64().unwrap_or(-1);
            return u8::try_from(number & 0xff).unwrap_or(1);
        }
        if let Some(bool) = code.get::<crate::object::Bool>() {
            return u8::from(bool.0);
        }
        let text = self.to_str(&code).unwrap_or_default();
        self.write_error(&format!("{text}\n"));
        1
    }

    /// Takes the program down in CPython's order. Modules are let go first, so that their objects
    /// die with everything they use intact; only what is left then is emptied name by name.
    fn take_down(&self) {
        self.handled.replace(vec![None]);
        super::modules::end_threads(self);
        super::modules::atexit::run(self);
        self.close_scheduler();
        self.finalizing.set(true);
        if self.heap.collector().is_enabled() {
            let _ = self.heap.collect();
        }
        let mut modules: Vec<Weak<Module>> = Vec::new();
        let mut position = 0;
        while let Some((next, name, module)) = self.modules.next_entry(position) {
            position = next;
            let Some(name) = name.to::<Str>() else { continue };
            if matches!(name.as_str(), "builtins" | "sys") {
                continue;
            }
            modules.extend(module.as_gc::<Module>().and_then(|m| Weak::new(m).ok()));
            let before = Dict::set_str(&self.modules, &name, self.none());
            drop(module);
            drop(before);
        }
        self.modules.clear();
        self.restore_builtins();
        self.heap.collect_at_shutdown();
        for module in modules.iter().rev().filter_map(Weak::upgrade) {
            self.empty_module(&module.dict);
        }
        drop(modules);
        self.heap.collect_at_shutdown();
    }

    /// Lets go of what the program has put into the namespace of builtins.
    fn restore_builtins(&self) {
        let original = self.state.builtins.take();
        if original.is_empty() {
            return;
        }
        let before = self.builtins.entries();
        self.builtins.clear();
        for (name, value) in original {
            if let Some(name) = name.to::<Str>() {
                // Without memory the name is missing for what still runs.
                let _ = Dict::set_str(&self.builtins, &name, value);
            }
        }
        for entry in before {
            drop(entry);
        }
    }

    /// Sets the names of a module to `None`, private ones first, as CPython does.
    fn empty_module(&self, dict: &crate::Gc<Dict>) {
        for private in [true, false] {
            let mut position = 0;
            let mut names = Vec::new();
            while let Some((next, name, value)) = dict.next_entry(position) {
                position = next;
                let Some(name) = name.to::<Str>() else { continue };
                let text = name.as_str();
                let is_private = text.starts_with('_') && !text.starts_with("__");
                if is_private == private && text != "__builtins__" && !self.is_none(&value) {
                    names.push(name);
                }
            }
            for name in names {
                let before = Dict::set_str(dict, &name, self.none());
                drop(before);
            }
        }
        dict.clear();
    }

    /// Lets go of everything the interpreter itself keeps; answers how many objects are immortal.
    fn forget(&self) -> usize {
        super::modules::forget(self);
        self.modules.clear();
        self.builtins.clear();
        self.types.clear();
        self.forget_names();
        self.heap.immortal_objects()
    }

    /// What `--stats` prints: the pools, then the generations.
    fn statistics(&self) -> String {
        use std::fmt::Write as _;
        let mut text = self.heap.memory().to_string();
        text.push('\n');
        for (index, stats) in self.heap.collector().stats().iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "generation {index}: collections {}, collected {}, uncollectable {}",
                stats.collections, stats.collected, stats.uncollectable
            );
        }
        text
    }
}
