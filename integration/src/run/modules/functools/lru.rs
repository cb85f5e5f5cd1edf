//! The wrapper that `functools.lru_cache` puts around a function.
//!
//! Results stand in a dict in the order in which they were last used: an entry that is used again
//! is taken out and put in at the end, and the first one goes when there are too many.

use core::cell::{Cell, RefCell};

use super::super::kind::{ClassSpec, class_of_payload, fill, receiver};
use crate::heap::trace_fields;
use crate::object::{Class, Dict, Int, Str};
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;
use crate::{Gc, Trace, Value};

struct Lru {
    function: RefCell<Option<Value>>,
    cache: Gc<Dict>,
    /// `None` for a cache without a limit.
    limit: Option<usize>,
    /// Whether arguments of different types are different.
    typed: bool,
    /// What `cache_info()` answers an object of.
    info: Value,
    /// Stands between positional and keyword arguments in a key.
    mark: Value,
    hits: Cell<u64>,
    misses: Cell<u64>,
}

impl Trace for Lru {
    trace_fields!(function, cache, info);

    fn clear_references(&self) {
        drop(self.function.take());
        Dict::clear(&self.cache);
    }
}

/// Makes the class.
pub(super) fn install(interp: &Interp) -> Result<Gc<Class>> {
    let spec = ClassSpec::native("functools", "_lru_cache_wrapper").weak();
    let class = class_of_payload::<Lru>(interp, &spec)?;
    fill(
        interp,
        &class,
        &[("__new__", new)],
        &[
            ("__call__", call),
            ("__copy__", itself),
            ("__deepcopy__", itself),
            ("__get__", get),
            ("cache_clear", clear),
            ("cache_info", info),
        ],
    )?;
    Ok(class)
}

fn of<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a Lru> {
    receiver::<Lru>(interp, this, method, "functools._lru_cache_wrapper")
}

/// `_lru_cache_wrapper(function, maxsize, typed, cache_info_type)`
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let [class, function, limit, typed, info] = args.exactly(interp, "lru_cache")?;
    if !interp.is_callable(&function) {
        return Err(interp.type_error("the first argument must be callable"));
    }
    let limit = if interp.is_none(&limit) {
        None
    } else {
        Some(usize::try_from(interp.index(&limit)?).unwrap_or(0))
    };
    let lru = Lru {
        function: RefCell::new(Some(function)),
        cache: interp.heap.dict()?,
        limit,
        typed: interp.truth(&typed)?,
        info,
        mark: interp.new_instance(&interp.types.object)?,
        hits: Cell::new(0),
        misses: Cell::new(0),
    };
    interp.wrap(&class, interp.heap.alloc(lru)?.into_value())
}

impl Lru {
    /// The key of a call: the argument itself if that is a plain `int` or `str`, else a tuple.
    fn key(&self, interp: &Interp, args: &Args) -> Result<Value> {
        if let ([only], [], false) = (&args.positional[..], &args.keywords[..], self.typed)
            && (only.is_a::<Int>() || only.is_a::<Str>())
        {
            return Ok(only.clone());
        }
        let mut key = args.positional.clone();
        if !args.keywords.is_empty() {
            key.push(self.mark.clone());
            for (name, value) in &args.keywords {
                key.push(name.to_value());
                key.push(value.clone());
            }
        }
        if self.typed {
            let values = args.positional.iter().chain(args.keywords.iter().map(|(_, value)| value));
            key.extend(values.map(|value| interp.class_of(value).into_value()));
        }
        interp.tuple(key.into_iter())
    }

    fn count(counter: &Cell<u64>) {
        counter.set(counter.get() + 1);
    }

    fn call(&self, interp: &Interp, args: Args) -> Result<Value> {
        let function = self.function.borrow().clone().unwrap_or_else(|| interp.none());
        if self.limit == Some(0) {
            Self::count(&self.misses);
            return interp.call(&function, args);
        }
        let key = self.key(interp, &args)?;
        if let Some(found) = interp.dict_get(&self.cache, &key)? {
            Self::count(&self.hits);
            if self.limit.is_some()
                && let Some((key, value)) = interp.dict_take(&self.cache, &key)?
            {
                interp.dict_set(&self.cache, key, value)?;
            }
            return Ok(found);
        }
        Self::count(&self.misses);
        let result = interp.call(&function, args)?;
        if self.limit.is_some() && interp.dict_get(&self.cache, &key)?.is_some() {
            // The call itself has filled the place.
            return Ok(result);
        }
        let oldest = match self.limit {
            Some(limit) if self.cache.len() >= limit => self.cache.next_entry(0),
            _ => None,
        };
        let pushed_out = match oldest {
            Some((next, _, _)) => self.cache.remove_at(next - 1),
            None => None,
        };
        interp.dict_set(&self.cache, key, result.clone())?;
        drop(pushed_out);
        Ok(result)
    }
}

fn call(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "lru_cache")?;
    of(interp, &this, "__call__")?.call(interp, args)
}

fn itself(interp: &Interp, mut args: Args) -> Result<Value> {
    args.take_self(interp, "__copy__")
}

/// As an attribute of a class it is a method.
fn get(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "__get__")?;
    match args.positional.into_iter().next() {
        Some(object) if !interp.is_none(&object) => interp.bind_method(this, object),
        _ => Ok(this),
    }
}

fn clear(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "_lru_cache_wrapper.cache_clear")?;
    let lru = of(interp, &this, "cache_clear")?;
    lru.hits.set(0);
    lru.misses.set(0);
    Dict::clear(&lru.cache);
    Ok(interp.none())
}

fn info(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "_lru_cache_wrapper.cache_info")?;
    let lru = of(interp, &this, "cache_info")?;
    let number = |n: u64| interp.int(i64::try_from(n).unwrap_or(i64::MAX));
    let limit = lru.limit.map_or_else(|| Ok(interp.none()), |limit| interp.size(limit))?;
    let size = interp.size(lru.cache.len())?;
    interp.call(&lru.info, [number(lru.hits.get())?, number(lru.misses.get())?, limit, size])
}
