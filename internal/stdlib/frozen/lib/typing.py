"""Objects to write type hints with, and to look at them.

A hint that is not simply a class is an alias: an object with an __origin__, the class or special form it is made from,
and __args__. Type variables, Generic and unions are native and come from _typing; for what is done to hints seldom,
they call the functions of this module whose names begin with _typevar, _paramspec, _typevartuple and _generic.

The module is longer than others because its parts need one another throughout.
"""

import sys
import types
from _abc import _in_check as _abc_asks
from abc import ABCMeta, abstractmethod
import collections
import collections.abc
import copyreg
from functools import lru_cache as _lru_cache
from types import GenericAlias
from _typing import (Generic, NoDefault, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeAliasType, TypeVar,
                     TypeVarTuple, Union, _idfunc)

__all__ = [
    "Annotated", "Any", "Callable", "ClassVar", "Concatenate", "Final", "ForwardRef", "Generic", "Literal", "Optional",
    "ParamSpec", "Protocol", "Tuple", "Type", "TypeVar", "TypeVarTuple", "Union",
    "AbstractSet", "ByteString", "Container", "ContextManager", "Hashable", "ItemsView", "Iterable", "Iterator",
    "KeysView", "Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet", "Sequence", "Sized",
    "ValuesView", "Awaitable", "AsyncIterator", "AsyncIterable", "Coroutine", "Collection", "AsyncGenerator",
    "AsyncContextManager", "Reversible", "SupportsAbs", "SupportsBytes", "SupportsComplex", "SupportsFloat",
    "SupportsIndex", "SupportsInt", "SupportsRound", "ChainMap", "Counter", "Deque", "Dict", "DefaultDict", "List",
    "OrderedDict", "Set", "FrozenSet", "NamedTuple", "TypedDict", "Generator", "BinaryIO", "IO", "Match", "Pattern",
    "TextIO", "AnyStr", "assert_type", "assert_never", "cast", "clear_overloads", "dataclass_transform",
    "evaluate_forward_ref", "final", "get_args", "get_origin", "get_overloads", "get_protocol_members",
    "get_type_hints", "is_protocol", "is_typeddict", "LiteralString", "Never", "NewType", "no_type_check",
    "no_type_check_decorator", "NoDefault", "NoReturn", "NotRequired", "overload", "override", "ParamSpecArgs",
    "ParamSpecKwargs", "ReadOnly", "Required", "reveal_type", "runtime_checkable", "Self", "Text", "TYPE_CHECKING",
    "TypeAlias", "TypeGuard", "TypeIs", "TypeAliasType", "Unpack"]

copyreg.pickle(ParamSpecArgs, lambda args: (getattr, (args.__origin__, "args")))
copyreg.pickle(ParamSpecKwargs, lambda kwargs: (getattr, (kwargs.__origin__, "kwargs")))

_NoneType = type(None)
_absent = object()


def __getattr__(name):
    # What needs modules that most programs do not import is made when asked for.
    if name == "ForwardRef":
        from annotationlib import ForwardRef as value
    elif name in ("Pattern", "Match"):
        import re
        value = _alias(getattr(re, name), 1)
    elif name == "ContextManager":
        from contextlib import AbstractContextManager
        value = _alias(AbstractContextManager, 2, name=name, defaults=(bool | None,))
    elif name == "AsyncContextManager":
        from contextlib import AbstractAsyncContextManager
        value = _alias(AbstractAsyncContextManager, 2, name=name, defaults=(bool | None,))
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


# Checks and conversions

def _forward_ref(text, *, module=None, owner=None, is_class=False):
    from annotationlib import ForwardRef
    made = ForwardRef(text, module=module, owner=owner, is_class=is_class)
    made.__forward_code__       # a syntax error is to show here
    return made


def _is_forward_ref(obj):
    # No forward reference exists before annotationlib does.
    library = sys.modules.get("annotationlib")
    return library is not None and isinstance(obj, library.ForwardRef)


def _type_convert(arg, module=None, *, allow_special_forms=False, owner=None):
    """None as its type and a string as a forward reference; anything else as it is."""
    if arg is None:
        return _NoneType
    if isinstance(arg, str):
        return _forward_ref(arg, module=module, is_class=allow_special_forms, owner=owner)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False, owner=None):
    """What arg says as a type; TypeError if it can be none."""
    arg = _type_convert(arg, module=module, allow_special_forms=allow_special_forms, owner=owner)
    if type(arg) is type and arg is not Generic:
        return arg
    if isinstance(arg, _GenericAlias):
        forbidden = [Generic, Protocol]
        if not allow_special_forms:
            forbidden += [ClassVar]
            if is_argument:
                forbidden += [Final]
        if arg.__origin__ in forbidden:
            raise TypeError(f"{arg} is not valid as type argument")
    elif arg is Generic or arg is Protocol:
        raise TypeError(f"Plain {arg} is not valid as type argument")
    elif isinstance(arg, _SpecialForm):
        if arg in _stand_alone or allow_special_forms and arg in (ClassVar, Final):
            return arg
        raise TypeError(f"Plain {arg} is not valid as type argument")
    elif type(arg) is tuple:
        raise TypeError(f"{msg} Got {arg!r:.100}.")
    return arg


def _is_param_expr(arg):
    """Whether arg may stand for a list of parameters."""
    return (arg is ... or isinstance(arg, (tuple, list))
            or isinstance(arg, (ParamSpec, _ConcatenateGenericAlias)))


def _is_typevar_like(obj):
    return isinstance(obj, (TypeVar, ParamSpec)) or _is_unpacked_typevartuple(obj)


def _is_unpacked_typevartuple(obj):
    return not isinstance(obj, type) and getattr(obj, "__typing_is_unpacked_typevartuple__", False) is True


def _is_dunder(name):
    return name.startswith("__") and name.endswith("__")


def _type_repr(obj):
    if isinstance(obj, tuple):
        return f"[{', '.join(map(_type_repr, obj))}]"
    if isinstance(obj, (type, types.FunctionType, types.BuiltinFunctionType)):
        if obj.__module__ == "builtins":
            return obj.__qualname__
        return f"{obj.__module__}.{obj.__qualname__}"
    return "..." if obj is ... else repr(obj)


def _collect_type_parameters(args, *, enforce_default_ordering=True):
    """The type variables in args, each once, in order of appearance."""
    found = []
    seen_default = False
    seen_tuple = False

    def take(param):
        nonlocal seen_default, seen_tuple
        if param in found:
            return
        if enforce_default_ordering:
            if isinstance(param, TypeVarTuple):
                seen_tuple = True
            if param.has_default():
                if seen_tuple and not isinstance(param, TypeVarTuple) and isinstance(param, TypeVar):
                    raise TypeError("Type parameter with a default follows TypeVarTuple")
                seen_default = True
            elif seen_default:
                raise TypeError(f"Type parameter {param!r} without a default follows type parameter with a default")
        found.append(param)

    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, tuple):
            for inner in arg:
                for param in _collect_type_parameters([inner]):
                    if param not in found:
                        found.append(param)
        elif hasattr(arg, "__typing_subst__"):
            take(arg)
        else:
            for param in getattr(arg, "__parameters__", ()):
                take(param)
    return tuple(found)


def _check_arity(what, given, params):
    """TypeError unless there are as many arguments as parameters, those with defaults left out or not."""
    expected = len(params)
    if given == expected:
        return
    shown = expected
    if given < expected:
        if getattr(params[given], "__default__", NoDefault) is not NoDefault:
            return
        expected -= sum(getattr(param, "__default__", NoDefault) is not NoDefault for param in params)
        shown = f"at least {expected}"
    raise TypeError(f"Too {'many' if given > expected else 'few'} arguments for {what}; "
                    f"actual {given}, expected {shown}")


def _check_generic_specialization(cls, args):
    params = cls.__parameters__
    if not params:
        raise TypeError(f"{cls} is not a generic class")
    _check_arity(cls, len(args), params)


def _unpack_args(*args):
    """args with unpacked tuples of known length spread out."""
    spread = []
    for arg in args:
        inner = None if isinstance(arg, type) else getattr(arg, "__typing_unpacked_tuple_args__", None)
        if inner is not None and not (inner and inner[-1] is ...):
            spread.extend(inner)
        else:
            spread.append(arg)
    return spread


def _deduplicate(params, *, unhashable_fallback=False):
    try:
        return list(dict.fromkeys(params))
    except TypeError:
        if not unhashable_fallback:
            raise
    unique = []
    for param in params:
        if param not in unique:
            unique.append(param)
    return unique


_cleanups = []


def _cached(func=None, /, *, typed=False):
    """Remember results by arguments; where those cannot be hashed, do without."""
    def decorator(func):
        remembered = _lru_cache(typed=typed)(func)
        _cleanups.append(remembered.cache_clear)

        def inner(*args, **kwds):
            try:
                return remembered(*args, **kwds)
            except TypeError:
                return func(*args, **kwds)
        inner.__name__, inner.__qualname__, inner.__doc__ = func.__name__, func.__qualname__, func.__doc__
        inner.__wrapped__ = func
        return inner
    return decorator if func is None else decorator(func)


# What the native type variables call

def _typevar_subst(self, arg):
    arg = _type_check(arg, "Parameters to generic types must be types.", is_argument=True)
    if (isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack
            or isinstance(arg, GenericAlias) and getattr(arg, "__unpacked__", False)):
        raise TypeError(f"{arg} is not valid as type argument")
    return arg


def _typevartuple_prepare_subst(self, alias, args):
    """Gather those of args that fall to this variable into one tuple."""
    params = alias.__parameters__
    index = params.index(self)
    for param in params[index + 1:]:
        if isinstance(param, TypeVarTuple):
            raise TypeError(f"More than one TypeVarTuple parameter in {alias}")
    count = len(args)
    before, after = index, len(params) - index - 1
    # An unpacked tuple of any length among the arguments may serve parameters on either side too.
    endless = filler = None
    for position, arg in enumerate(args):
        inner = None if isinstance(arg, type) else getattr(arg, "__typing_unpacked_tuple_args__", None)
        if inner and len(inner) == 2 and inner[-1] is ...:
            if endless is not None:
                raise TypeError("More than one unpacked arbitrary-length tuple argument")
            endless, filler = position, inner[0]
    if endless is not None:
        before, after = min(before, endless), min(after, count - endless - 1)
    elif before + after > count:
        raise TypeError(f"Too few arguments for {alias}; actual {count}, expected at least {len(params) - 1}")
    if before == count - after and self.has_default():
        mine = tuple(_unpack_args(self.__default__))
    else:
        mine = args[before:count - after]
    return (*args[:before], *([filler] * (index - before)), mine,
            *([filler] * (len(params) - after - before - (index - before) - 1)), *args[count - after:])


def _paramspec_subst(self, arg):
    if isinstance(arg, (list, tuple)):
        return tuple(_type_check(one, "Expected a type.") for one in arg)
    if not _is_param_expr(arg):
        raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
    return arg


def _paramspec_prepare_subst(self, alias, args):
    params = alias.__parameters__
    index = params.index(self)
    if index == len(args) and self.has_default():
        args = (*args, self.__default__)
    if index >= len(args):
        raise TypeError(f"Too few arguments for {alias}")
    # With one parameter in all, its list need not be bracketed.
    if len(params) == 1 and not _is_param_expr(args[0]):
        return (args,)
    if isinstance(args[index], list):
        return (*args[:index], tuple(args[index]), *args[index + 1:])
    return args


@_cached
def _generic_class_getitem(cls, args):
    """cls[args] for a class that derives from Generic, and for Generic and Protocol themselves."""
    if not isinstance(args, tuple):
        args = (args,)
    args = tuple(_type_convert(arg) for arg in args)
    if cls in (Generic, Protocol):
        if not args:
            raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
        if not all(_is_typevar_like(arg) for arg in args):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter "
                            "specification variables.")
        if len(set(args)) != len(args):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        return _GenericAlias(cls, args)
    for param in cls.__parameters__:
        prepare = getattr(param, "__typing_prepare_subst__", None)
        if prepare is not None:
            args = prepare(cls, args)
    _check_generic_specialization(cls, args)
    new_args = []
    for param, new_arg in zip(cls.__parameters__, args):
        if isinstance(param, TypeVarTuple):
            new_args.extend(new_arg)
        else:
            new_args.append(new_arg)
    return _GenericAlias(cls, tuple(new_args))


def _generic_init_subclass(cls, *args, **kwargs):
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    bases = cls.__dict__.get("__orig_bases__")
    if bases is not None:
        plain = Generic in bases
    else:
        plain = (Generic in cls.__bases__ and cls.__name__ != "Protocol" and type(cls) is not _TypedDictMeta)
    if plain:
        raise TypeError("Cannot inherit from plain Generic")
    params = ()
    if bases is not None:
        params = _collect_type_parameters(bases)
        listed = None
        for base in bases:
            if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
                if listed is not None:
                    raise TypeError("Cannot inherit from Generic[...] multiple times.")
                listed = base.__parameters__
        if listed is not None:
            missing = [param for param in params if param not in listed]
            if missing:
                raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are not listed in "
                                f"Generic[{', '.join(map(str, listed))}]")
            params = listed
    cls.__parameters__ = tuple(params)


# Special forms

class _NoSubclasses:
    __slots__ = ("__weakref__",)

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds:
            raise TypeError("Cannot subclass special typing classes")


class _SpecialForm(_NoSubclasses, _root=True):
    """A name with a meaning of its own, which may be subscriptable."""

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)

    __iter__ = None


class _CachedSpecialForm(_SpecialForm, _root=True):
    def __init__(self, getitem):
        super().__init__(getitem)
        self._getitem = _cached(getitem)


class _TypedCacheSpecialForm(_SpecialForm, _root=True):
    """A special form to which 1 and True are different."""

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return self._getitem(self, *parameters)


def _unsubscriptable(name, doc):
    def getitem(self, parameters):
        raise TypeError(f"{self} is not subscriptable")
    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


def _of_one_type(name, doc, message="{} accepts only single type.", *, special=False):
    def getitem(self, parameters):
        item = _type_check(parameters, message.format(self), allow_special_forms=special)
        return _GenericAlias(self, (item,))
    getitem.__name__ = name
    getitem.__doc__ = doc
    return _CachedSpecialForm(getitem)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Any type at all. A class that derives from it may be anything to a type checker."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


NoReturn = _unsubscriptable("NoReturn", "The result of a function that never returns.")
Never = _unsubscriptable("Never", "The type that has no values.")
Self = _unsubscriptable("Self", "The class that a method is called on.")
LiteralString = _unsubscriptable("LiteralString", "Any string that is made of literals.")
TypeAlias = _unsubscriptable("TypeAlias", "Marks an assignment as the definition of a type alias.")
ClassVar = _of_one_type("ClassVar", "Marks a variable of the class, not of its instances.", special=True)
Final = _of_one_type("Final", "Marks a name that is not to be assigned again.", special=True)
TypeGuard = _of_one_type("TypeGuard", "The result of a function that tells whether its argument has the type.")
TypeIs = _of_one_type("TypeIs", "The result of a function that tells exactly whether its argument has the type.")
Required = _of_one_type("Required", "Marks a key that must be there.", special=True)
NotRequired = _of_one_type("NotRequired", "Marks a key that may be missing.", special=True)
ReadOnly = _of_one_type("ReadOnly", "Marks an item that is not to be changed.", special=True)
_stand_alone = {NoReturn, Never, Self, LiteralString, TypeAlias}


@_CachedSpecialForm
def Optional(self, parameters):
    """Optional[X] is X | None."""
    return Union[_type_check(parameters, f"{self} requires a single type."), _NoneType]


def _literal_parts(parameters):
    for part in parameters:
        if isinstance(part, _LiteralGenericAlias):
            yield from part.__args__
        else:
            yield part


@_TypedCacheSpecialForm
@_cached(typed=True)
def Literal(self, *parameters):
    """One of the values given."""
    parts = tuple(_literal_parts(parameters))
    try:
        parts = tuple(part for part, _ in dict.fromkeys((part, type(part)) for part in parts))
    except TypeError:
        pass
    return _LiteralGenericAlias(self, parts)


@_CachedSpecialForm
def Concatenate(self, parameters):
    """Some parameters in front of those of a ParamSpec."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    message = "Concatenate[arg, ...]: each arg must be a type."
    return _ConcatenateGenericAlias(self, (*(_type_check(one, message) for one in parameters[:-1]), parameters[-1]))


@_CachedSpecialForm
def Unpack(self, parameters):
    """The items of a tuple or TypeVarTuple one by one, or the items of a TypedDict as keywords."""
    return _UnpackGenericAlias(origin=self, args=(_type_check(parameters, f"{self} accepts only single type."),))


@_TypedCacheSpecialForm
@_cached(typed=True)
def Annotated(self, *params):
    """A type with anything else said about it."""
    if len(params) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    if _is_unpacked_typevartuple(params[0]):
        raise TypeError("Annotated[...] should not be used with an unpacked TypeVarTuple")
    origin = _type_check(params[0], "Annotated[t, ...]: t must be a type.", allow_special_forms=True)
    return _AnnotatedAlias(origin, tuple(params[1:]))


# Aliases

class _BaseGenericAlias(_NoSubclasses, _root=True):
    """What stands for a class in a hint: attributes and calls go to the class."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            # Slots, frozen instances and so on have no room for it.
            pass
        return result

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        entries = []
        if self.__origin__ not in bases:
            entries.append(self.__origin__)
        # Generic comes with the last of several aliases, unless a base brings it.
        position = bases.index(self)
        for base in bases[position + 1:]:
            if isinstance(base, _BaseGenericAlias) or isinstance(base, type) and issubclass(base, Generic):
                break
        else:
            entries.append(Generic)
        return tuple(entries)

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__"):
            return super().__getattr__(attr)
        if "__origin__" in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, val):
        if _is_dunder(attr) or attr in ("_name", "_inst", "_nparams", "_paramspec_tvars", "_defaults"):
            super().__setattr__(attr, val)
        else:
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __dir__(self):
        return list(set(super().__dir__() + [name for name in dir(self.__origin__) if not _is_dunder(name)]))


class _GenericAlias(_BaseGenericAlias, _root=True):
    """A subscripted alias: List[int], and A[int] for a generic class A."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = tuple(... if arg is _TypingEllipsis else arg for arg in args)
        # Whether the defaults are in order is for the class to say that is made with this.
        self.__parameters__ = _collect_type_parameters(
            args, enforce_default_ordering=origin is Generic or origin is Protocol)
        if not name:
            self.__module__ = origin.__module__

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return self._name or getattr(self.__origin__, attr)
        return super().__getattr__(attr)

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __getitem__(self, args):
        """Put args in the place of the type variables."""
        return _subscript_alias(self, args)

    def _substitute(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        if not isinstance(args, tuple):
            args = (args,)
        args = _unpack_args(*(_type_convert(arg) for arg in args))
        return self.copy_with(tuple(self._new_args(tuple(args))))

    def _new_args(self, args):
        params = self.__parameters__
        for param in params:
            prepare = getattr(param, "__typing_prepare_subst__", None)
            if prepare is not None:
                args = prepare(self, args)
        if len(args) != len(params):
            _check_arity(self, len(args), params)
            if len(args) < len(params):
                args = (*args, *(param.__default__ for param in params[len(args):]))
        return self._put(self.__args__, dict(zip(params, args)))

    def _put(self, old_args, by_param):
        made = []
        for old in old_args:
            if isinstance(old, type):
                made.append(old)
                continue
            substitute = getattr(old, "__typing_subst__", None)
            if substitute is not None:
                new = substitute(by_param[old])
            else:
                inner = getattr(old, "__parameters__", ())
                if not inner:
                    new = old
                else:
                    passed = []
                    for param in inner:
                        if isinstance(param, TypeVarTuple):
                            passed.extend(by_param[param])
                        else:
                            passed.append(by_param[param])
                    new = old[tuple(passed)]
            if self.__origin__ == collections.abc.Callable and isinstance(new, tuple):
                # The parameters of a Callable lie flat.
                made.extend(new)
            elif _is_unpacked_typevartuple(old):
                made.extend(new)
            elif isinstance(old, tuple):
                made.append(tuple(self._put(old, by_param)))
            else:
                made.append(new)
        return made

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        shown = ", ".join(map(_type_repr, self.__args__)) if self.__args__ else "()"
        return f"{name}[{shown}]"

    def __reduce__(self):
        import operator
        origin = globals()[self._name] if self._name else self.__origin__
        args = tuple(self.__args__)
        if len(args) == 1 and not isinstance(args[0], tuple):
            args, = args
        return operator.getitem, (origin, args)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            position = bases.index(self)
            for base in bases[position + 1:]:
                if isinstance(base, _BaseGenericAlias) and base is not self:
                    return ()
        return (self.__origin__,)

    def __iter__(self):
        yield Unpack[self]


@_cached
def _subscript_alias(alias, args):
    return alias._substitute(args)


class _TypingEllipsis:
    """Stands for ... where a tuple of arguments must hold types."""


class _NotIterable:
    """Keeps an object from being unpacked although a base class allows it."""

    __slots__ = ()
    __iter__ = None


class _SpecialGenericAlias(_NotIterable, _BaseGenericAlias, _root=True):
    """An alias of a class that is subscriptable here: List, Iterable and so on, with the number of arguments."""

    def __init__(self, origin, nparams, *, inst=True, name=None, defaults=()):
        super().__init__(origin, inst=inst, name=origin.__name__ if name is None else name)
        self._nparams = nparams
        self._defaults = defaults
        if origin.__module__ == "builtins":
            self.__doc__ = f"Deprecated alias to {origin.__qualname__}."
        else:
            self.__doc__ = f"Deprecated alias to {origin.__module__}.{origin.__qualname__}."

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return self._name or getattr(self.__origin__, attr)
        return super().__getattr__(attr)

    def __getitem__(self, params):
        return _subscript_special(self, params)

    def _of(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_type_check(one, "Parameters to generic types must be types.") for one in params)
        count, expected = len(params), self._nparams
        if self._defaults and count < expected:
            if count + len(self._defaults) >= expected:
                params = (*params, *self._defaults[len(self._defaults) - (expected - count):])
                count = len(params)
            else:
                expected = f"at least {expected - len(self._defaults)}"
        if not self._nparams:
            raise TypeError(f"{self} is not a generic class")
        if count != self._nparams:
            raise TypeError(f"Too {'many' if count > self._nparams else 'few'} arguments for {self}; actual {count}, "
                            f"expected {expected}")
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        return self._name

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]


@_cached
def _subscript_special(alias, params):
    return alias._of(params)


class _DeprecatedGenericAlias(_SpecialGenericAlias, _root=True):
    """An alias that will be gone."""

    def __init__(self, origin, nparams, *, removal_version, inst=True, name=None):
        super().__init__(origin, nparams, inst=inst, name=name)
        self.__dict__["_removal_version"] = removal_version

    def __instancecheck__(self, inst):
        import warnings
        warnings._deprecated(f"{self.__module__}.{self._name}", remove=self.__dict__["_removal_version"])
        return super().__instancecheck__(inst)


class _CallableGenericAlias(_NotIterable, _GenericAlias, _root=True):
    """Callable[[...], result], whose __args__ are the parameters and then the result."""

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_param_expr(args[0]):
            return super().__repr__()
        return f"typing.Callable[[{', '.join(map(_type_repr, args[:-1]))}], {_type_repr(args[-1])}]"

    def __reduce__(self):
        import operator
        args = self.__args__
        if not (len(args) == 2 and _is_param_expr(args[0])):
            args = list(args[:-1]), args[-1]
        return operator.getitem, (Callable, args)


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        # What can be hashed may be remembered.
        return _subscript_callable(self, tuple(args) if isinstance(args, list) else args, result)

    def _of(self, args, result):
        message = "Callable[args, result]: result must be a type."
        result = _type_check(result, message)
        if args is ...:
            return self.copy_with((_TypingEllipsis, result))
        if not isinstance(args, tuple):
            args = (args,)
        return self.copy_with((*map(_type_convert, args), result))


@_cached
def _subscript_callable(alias, args, result):
    return alias._of(args, result)


class _TupleType(_SpecialGenericAlias, _root=True):
    def __getitem__(self, params):
        return _subscript_special(self, params)

    def _of(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        message = "Tuple[t0, t1, ...]: each t must be a type."
        if len(params) >= 2 and params[-1] is ...:
            return self.copy_with((*(_type_check(one, message) for one in params[:-1]), _TypingEllipsis))
        return self.copy_with(tuple(_type_check(one, message) for one in params))


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return self._typed() == other._typed()

    def _typed(self):
        pairs = [(value, type(value)) for value in self.__args__]
        try:
            return set(pairs)
        except TypeError:
            return pairs

    def __hash__(self):
        return hash(frozenset((value, type(value)) for value in self.__args__))


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, params):
        last = params[-1]
        if isinstance(last, (list, tuple)):
            return (*params[:-1], *last)
        if isinstance(last, _ConcatenateGenericAlias):
            params = (*params[:-1], *last.__args__)
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return f"typing.Unpack[{_type_repr(self.__args__[0])}]"

    def __getitem__(self, args):
        if self.__typing_is_unpacked_typevartuple__:
            return args
        return super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        inner, = self.__args__
        if isinstance(inner, (_GenericAlias, GenericAlias)):
            if inner.__origin__ is not tuple:
                raise TypeError("Unpack[...] must be used with a tuple type")
            return inner.__args__
        return None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_NotIterable, _GenericAlias, _root=True):
    """Annotated[t, metadata...]: behaves as t, and has the metadata."""

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated")
        self.__metadata__ = metadata

    def copy_with(self, params):
        return self.__class__(params[0], self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {', '.join(map(repr, self.__metadata__))}]"

    def __reduce__(self):
        import operator
        return operator.getitem, (Annotated, (self.__origin__, *self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return "Annotated"
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


class _UnionGenericAliasMeta(type):
    def __instancecheck__(self, inst):
        _warn_of_union_alias()
        return isinstance(inst, Union)

    def __subclasscheck__(self, cls):
        _warn_of_union_alias()
        return issubclass(cls, Union)

    def __eq__(self, other):
        _warn_of_union_alias()
        return other is _UnionGenericAlias or other is Union

    def __hash__(self):
        return hash(Union)


def _warn_of_union_alias():
    import warnings
    warnings._deprecated("_UnionGenericAlias", remove=(3, 17))


class _UnionGenericAlias(metaclass=_UnionGenericAliasMeta):
    """Deprecated: unions are of type Union."""

    def __new__(cls, self_cls, parameters, /, *, name=None):
        _warn_of_union_alias()
        return Union[parameters]


_alias = _SpecialGenericAlias

T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)
VT_co = TypeVar("VT_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
CT_co = TypeVar("CT_co", covariant=True, bound=type)
AnyStr = TypeVar("AnyStr", bytes, str)

Hashable = _alias(collections.abc.Hashable, 0)
Awaitable = _alias(collections.abc.Awaitable, 1)
Coroutine = _alias(collections.abc.Coroutine, 3)
AsyncIterable = _alias(collections.abc.AsyncIterable, 1)
AsyncIterator = _alias(collections.abc.AsyncIterator, 1)
Iterable = _alias(collections.abc.Iterable, 1)
Iterator = _alias(collections.abc.Iterator, 1)
Reversible = _alias(collections.abc.Reversible, 1)
Sized = _alias(collections.abc.Sized, 0)
Container = _alias(collections.abc.Container, 1)
Collection = _alias(collections.abc.Collection, 1)
Callable = _CallableType(collections.abc.Callable, 2)
AbstractSet = _alias(collections.abc.Set, 1, name="AbstractSet")
MutableSet = _alias(collections.abc.MutableSet, 1)
Mapping = _alias(collections.abc.Mapping, 2)
MutableMapping = _alias(collections.abc.MutableMapping, 2)
Sequence = _alias(collections.abc.Sequence, 1)
MutableSequence = _alias(collections.abc.MutableSequence, 1)
ByteString = _DeprecatedGenericAlias(collections.abc.ByteString, 0, removal_version=(3, 17))
Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")
List = _alias(list, 1, inst=False, name="List")
Deque = _alias(collections.deque, 1, name="Deque")
Set = _alias(set, 1, inst=False, name="Set")
FrozenSet = _alias(frozenset, 1, inst=False, name="FrozenSet")
MappingView = _alias(collections.abc.MappingView, 1)
KeysView = _alias(collections.abc.KeysView, 1)
ItemsView = _alias(collections.abc.ItemsView, 2)
ValuesView = _alias(collections.abc.ValuesView, 1)
Dict = _alias(dict, 2, inst=False, name="Dict")
DefaultDict = _alias(collections.defaultdict, 2, name="DefaultDict")
OrderedDict = _alias(collections.OrderedDict, 2)
Counter = _alias(collections.Counter, 1)
ChainMap = _alias(collections.ChainMap, 2)
Generator = _alias(collections.abc.Generator, 3, defaults=(_NoneType, _NoneType))
AsyncGenerator = _alias(collections.abc.AsyncGenerator, 2, defaults=(_NoneType,))
Type = _alias(type, 1, inst=False, name="Type")
Text = str
TYPE_CHECKING = False


# Protocols

# What the language puts into a class by itself is no member of a protocol.
_not_members = frozenset((
    "__abstractmethods__", "__annotate__", "__annotate_func__", "__annotations__", "__annotations_cache__", "__dict__",
    "__doc__", "__init__", "__module__", "__new__", "__slots__", "__subclasshook__", "__weakref__",
    "__class_getitem__", "__match_args__", "__static_attributes__", "__firstlineno__", "__parameters__",
    "__orig_bases__", "__orig_class__", "_is_protocol", "_is_runtime_protocol", "__protocol_attrs__",
    "__non_callable_proto_members__", "__type_params__", "_MutableMapping__marker", "_abc_impl"))

# Classes of the library that protocols may derive from.
_protocol_bases = {
    "collections.abc": ["Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable", "AsyncIterator", "Hashable",
                        "Sized", "Container", "Collection", "Reversible", "Buffer"],
    "contextlib": ["AbstractContextManager", "AbstractAsyncContextManager"],
    "io": ["Reader", "Writer"],
    "os": ["PathLike"],
}


def _get_protocol_attrs(cls):
    names = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        for name in (*base.__dict__, *_annotated_names(base)):
            if not name.startswith("_abc_") and name not in _not_members:
                names.add(name)
    return names


def _annotated_names(cls):
    try:
        return cls.__annotations__
    except Exception:
        from annotationlib import Format, get_annotations
        return get_annotations(cls, format=Format.FORWARDREF)


def _caller_is_machinery(depth):
    """Whether a check comes from abc or functools, which ask about any class; or from nowhere."""
    if _abc_asks():
        return True
    try:
        name = sys._getframemodulename(depth + 1)
    except AttributeError:
        try:
            name = sys._getframe(depth + 1).f_globals.get("__name__", "__main__")
        except (AttributeError, ValueError):
            return False
    return name in ("abc", "_py_abc", "functools", None)


def _no_init_or_replace_init(self, *args, **kwargs):
    # The __init__ of a class derived from a protocol: once the class is concrete, the next one along its MRO.
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    if cls.__init__ is not _no_init_or_replace_init:
        return
    for base in cls.__mro__:
        init = base.__dict__.get("__init__", _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


@classmethod
def _proto_hook(cls, other):
    if not cls.__dict__.get("_is_protocol", False):
        return NotImplemented
    for name in cls.__protocol_attrs__:
        for base in other.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return NotImplemented
                break
            if issubclass(other, Generic) and getattr(other, "_is_protocol", False) \
                    and name in _annotated_names(base):
                break
        else:
            return NotImplemented
    return True


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name == "Protocol" and bases == (Generic,):
            pass
        elif {Protocol, Generic} & set(bases):
            for base in bases:
                if not (base in (object, Generic)
                        or base.__name__ in _protocol_bases.get(base.__module__, ())
                        or issubclass(base, Generic) and getattr(base, "_is_protocol", False)):
                    if Protocol in bases:
                        raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, "_is_protocol", False):
            cls.__protocol_attrs__ = _get_protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, "_is_protocol", False) and not _caller_is_machinery(1):
            if not getattr(cls, "_is_runtime_protocol", False):
                _check_is_class(other)
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            if cls.__non_callable_proto_members__ and cls.__dict__.get("__subclasshook__") is _proto_hook:
                _check_is_class(other)
                names = str(sorted(cls.__non_callable_proto_members__))[1:-1]
                raise TypeError("Protocols with non-method members don't support issubclass(). "
                                f"Non-method members: {names}.")
        return ABCMeta.__subclasscheck__(cls, other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return ABCMeta.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_runtime_protocol", False) and not _caller_is_machinery(1):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if ABCMeta.__instancecheck__(cls, instance):
            return True
        from inspect import getattr_static
        for name in cls.__protocol_attrs__:
            try:
                value = getattr_static(instance, name)
            except AttributeError:
                return False
            # A method set to None says that there is none.
            if value is None and name not in cls.__non_callable_proto_members__:
                return False
        return True


def _check_is_class(other):
    if not isinstance(other, type):
        raise TypeError("issubclass() arg 1 must be a class")


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of protocols: classes that others satisfy by having the same members."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(base is Protocol for base in cls.__bases__)
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = _proto_hook
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Allow isinstance() and issubclass() with a protocol; they look only whether the members are there."""
    if not issubclass(cls, Generic) or not getattr(cls, "_is_protocol", False):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = set()
    for name in cls.__protocol_attrs__:
        try:
            is_method = callable(getattr(cls, name, None))
        except Exception as exc:
            raise TypeError(f"Failed to determine whether protocol member {name!r} is a method member") from exc
        if not is_method:
            cls.__non_callable_proto_members__.add(name)
    return cls


def is_protocol(tp: type, /) -> bool:
    """Whether tp is a protocol class."""
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp != Protocol


def get_protocol_members(tp: type, /) -> frozenset[str]:
    """The names of a protocol's members."""
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(tp.__protocol_attrs__)


@runtime_checkable
class SupportsInt(Protocol):
    """Has __int__."""

    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """Has __float__."""

    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """Has __complex__."""

    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """Has __bytes__."""

    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """Has __index__."""

    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """Has __abs__, with a result of the type given."""

    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> T_co:
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """Has __round__, with a result of the type given."""

    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T_co:
        pass


# NamedTuple

def _eager_annotate(kinds):
    checked = {name: _type_check(kind, f"field {name} annotation must be a type") for name, kind in kinds.items()}

    def annotate(format):
        from annotationlib import Format, type_repr
        if format == Format.STRING:
            return {name: type_repr(kind) if not isinstance(kinds[name], str) else kinds[name]
                    for name, kind in checked.items()}
        if format in (Format.VALUE, Format.FORWARDREF):
            return checked
        raise NotImplementedError(format)
    return annotate


def _make_nmtuple(name, fields, annotate, module, defaults=()):
    made = collections.namedtuple(name, fields, defaults=defaults, module=module)
    made.__annotate__ = made.__new__.__annotate__ = annotate
    return made


_namedtuple_fixed = frozenset(("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
                               "_field_types", "_make", "_replace", "_asdict", "_source"))
_namedtuple_special = frozenset(("__module__", "__name__", "__annotations__", "__annotate__", "__annotate_func__",
                                 "__annotations_cache__"))


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        if "_root" in ns:
            return super().__new__(cls, typename, bases, ns)
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        from annotationlib import Format, call_annotate_function, get_annotate_from_class_namespace
        if "__annotations__" in ns:
            kinds = ns["__annotations__"]
            names = list(kinds)
            annotate = _eager_annotate(kinds)
        elif (original := get_annotate_from_class_namespace(ns)) is not None:
            names = call_annotate_function(original, Format.FORWARDREF)
            for name, kind in names.items():
                _type_check(kind, f"field {name} annotation must be a type")

            def annotate(format):
                found = call_annotate_function(original, format)
                if format == Format.STRING:
                    return found
                return {name: _type_check(kind, f"field {name} annotation must be a type")
                        for name, kind in found.items()}
        else:
            names = []
            annotate = lambda format: {}

        with_default = []
        for name in names:
            if name in ns:
                with_default.append(name)
            elif with_default:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default field"
                                f"{'s' if len(with_default) > 1 else ''} {', '.join(with_default)}")
        if "__classcell__" in ns:
            raise TypeError("uses of super() and __class__ are unsupported in methods of NamedTuple subclasses")
        made = _make_nmtuple(typename, names, annotate, ns["__module__"], [ns[name] for name in with_default])
        made.__bases__ = bases
        if Generic in bases:
            made.__class_getitem__ = classmethod(_generic_class_getitem)
        for key, value in ns.items():
            if key in _namedtuple_fixed:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key in _namedtuple_special:
                continue
            if key not in made._fields:
                setattr(made, key, value)
            tell = getattr(type(value), "__set_name__", None)
            if tell is not None:
                try:
                    tell(value, made, key)
                except BaseException as exc:
                    exc.add_note(f"Error calling __set_name__ on {type(value).__name__!r} instance {key!r} in "
                                 f"{typename!r}")
                    raise
        if Generic in bases:
            made.__init_subclass__()
        return made


def NamedTuple(typename, fields=_absent, /, **kwargs):
    """A named tuple whose fields have types; a base class, or called with a name and (name, type) pairs."""
    if fields is _absent or fields is None:
        import warnings
        if kwargs and fields is _absent:
            what = "Creating NamedTuple classes using keyword arguments"
            how = ("{name} is deprecated and will be disallowed in Python {remove}. Use the class-based or functional "
                   "syntax instead.")
        else:
            if kwargs:
                raise TypeError("Cannot pass `None` as the 'fields' parameter and also specify fields using keyword "
                                "arguments")
            what = ("Failing to pass a value for the 'fields' parameter" if fields is _absent
                    else "Passing `None` as the 'fields' parameter")
            how = ("{name} is deprecated and will be disallowed in Python {remove}. To create a NamedTuple class with "
                   "0 fields using the functional syntax, pass an empty list, e.g. "
                   f"`{typename} = NamedTuple({typename!r}, [])`.")
        warnings._deprecated(what, remove=(3, 15), message=how)
        fields = kwargs.items()
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    kinds = {name: kind for name, kind in fields}
    made = _make_nmtuple(typename, list(kinds), _eager_annotate(kinds), module=_caller())
    made.__orig_bases__ = (NamedTuple,)
    return made


def _caller(depth=1, default="__main__"):
    try:
        return sys._getframemodulename(depth + 1) or default
    except AttributeError:
        try:
            return sys._getframe(depth + 1).f_globals.get("__name__", default)
        except (AttributeError, ValueError):
            return None


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


# TypedDict

def _get_typeddict_qualifiers(kind):
    """Which of Required, NotRequired and ReadOnly are written around a type."""
    while True:
        origin = get_origin(kind)
        if origin is Annotated:
            kind = kind.__origin__
        elif origin in (Required, NotRequired, ReadOnly):
            yield origin
            kind, = kind.__args__
        else:
            return


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(base, Generic) for base in bases) else ()
        from annotationlib import Format, call_annotate_function, get_annotate_from_class_namespace

        ns = dict(ns)
        own_annotate = None
        if "__annotations__" in ns:
            own = ns.pop("__annotations__")
        elif (own_annotate := get_annotate_from_class_namespace(ns)) is not None:
            own = call_annotate_function(own_annotate, Format.FORWARDREF, owner=None)
        else:
            own = {}
        ns.pop("__annotate__", None)
        ns.pop("__annotate_func__", None)
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        made.__name__ = name
        if not hasattr(made, "__orig_bases__"):
            made.__orig_bases__ = bases
        message = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        if own_annotate is not None:
            own = call_annotate_function(own_annotate, Format.FORWARDREF, owner=made)

        checked = {key: _type_check(kind, message, owner=made, module=made.__module__)
                   for key, kind in own.items()}
        required, optional, read_only, mutable = set(), set(), set(), set()
        for base in bases:
            if base is Generic:
                continue
            base_required = base.__dict__.get("__required_keys__", set())
            required |= base_required
            optional -= base_required
            base_optional = base.__dict__.get("__optional_keys__", set())
            required -= base_optional
            optional |= base_optional
            read_only |= base.__dict__.get("__readonly_keys__", set())
            mutable |= base.__dict__.get("__mutable_keys__", set())
        for key, kind in checked.items():
            qualifiers = set(_get_typeddict_qualifiers(kind))
            must = Required in qualifiers or NotRequired not in qualifiers and total
            (required if must else optional).add(key)
            (optional if must else required).discard(key)
            if ReadOnly in qualifiers:
                if key in mutable:
                    raise TypeError(f"Cannot override mutable key {key!r} with read-only key")
                read_only.add(key)
            else:
                mutable.add(key)
                read_only.discard(key)

        def __annotate__(format):
            found = {}
            for base in bases:
                if base is Generic:
                    continue
                base_annotate = base.__annotate__
                if base_annotate is not None:
                    found.update(call_annotate_function(base_annotate, format, owner=base))
            if own_annotate is not None:
                mine = call_annotate_function(own_annotate, format, owner=made)
                if format != Format.STRING:
                    mine = {key: _type_check(kind, message, owner=made, module=made.__module__)
                            for key, kind in mine.items()}
            elif format == Format.STRING:
                from annotationlib import annotations_to_string
                mine = annotations_to_string(own)
            elif format in (Format.FORWARDREF, Format.VALUE):
                mine = checked
            else:
                raise NotImplementedError(format)
            found.update(mine)
            return found

        made.__annotate__ = __annotate__
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(read_only)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        return made

    __call__ = dict     # an instance is a plain dict

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=_absent, /, *, total=True):
    """A dict with certain string keys, each with a type; a base class, or called with a name and a mapping."""
    if fields is _absent or fields is None:
        import warnings
        what = ("Failing to pass a value for the 'fields' parameter" if fields is _absent
                else "Passing `None` as the 'fields' parameter")
        warnings._deprecated(what, remove=(3, 15), message=(
            "{name} is deprecated and will be disallowed in Python {remove}. To create a TypedDict class with 0 fields "
            f"using the functional syntax, pass an empty dictionary, e.g. `{typename} = TypedDict({typename!r}, "
            "{{}})`."))
        fields = {}
    namespace = {"__annotations__": dict(fields)}
    module = _caller()
    if module is not None:
        namespace["__module__"] = module
    made = _TypedDictMeta(typename, (), namespace, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """Whether tp is a TypedDict class."""
    return isinstance(tp, _TypedDictMeta)


# NewType

class NewType:
    """A type that only a type checker tells from the one it is made of; calling it returns the argument."""

    __call__ = _idfunc

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = _caller()
        if module != "typing":
            self.__module__ = module

    def __mro_entries__(self, bases):
        known = self.__name__

        class Refused:
            def __init_subclass__(cls):
                raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"`{cls.__name__} = NewType({cls.__name__!r}, {known})`")
        return (Refused,)

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


# Files

class IO(Generic[AnyStr]):
    """What open() returns, with str or bytes."""

    __slots__ = ()

    @property
    @abstractmethod
    def mode(self) -> str:
        pass

    @property
    @abstractmethod
    def name(self) -> str:
        pass

    @abstractmethod
    def close(self) -> None:
        pass

    @property
    @abstractmethod
    def closed(self) -> bool:
        pass

    @abstractmethod
    def fileno(self) -> int:
        pass

    @abstractmethod
    def flush(self) -> None:
        pass

    @abstractmethod
    def isatty(self) -> bool:
        pass

    @abstractmethod
    def read(self, n: int = -1) -> AnyStr:
        pass

    @abstractmethod
    def readable(self) -> bool:
        pass

    @abstractmethod
    def readline(self, limit: int = -1) -> AnyStr:
        pass

    @abstractmethod
    def readlines(self, hint: int = -1) -> list[AnyStr]:
        pass

    @abstractmethod
    def seek(self, offset: int, whence: int = 0) -> int:
        pass

    @abstractmethod
    def seekable(self) -> bool:
        pass

    @abstractmethod
    def tell(self) -> int:
        pass

    @abstractmethod
    def truncate(self, size: int | None = None) -> int:
        pass

    @abstractmethod
    def writable(self) -> bool:
        pass

    @abstractmethod
    def write(self, s: AnyStr) -> int:
        pass

    @abstractmethod
    def writelines(self, lines: list[AnyStr]) -> None:
        pass

    @abstractmethod
    def __enter__(self) -> IO[AnyStr]:
        pass

    @abstractmethod
    def __exit__(self, type, value, traceback) -> None:
        pass


class BinaryIO(IO[bytes]):
    """A file of bytes."""

    __slots__ = ()

    @abstractmethod
    def write(self, s: bytes | bytearray) -> int:
        pass

    @abstractmethod
    def __enter__(self) -> BinaryIO:
        pass


class TextIO(IO[str]):
    """A file of text."""

    __slots__ = ()

    @property
    @abstractmethod
    def buffer(self) -> BinaryIO:
        pass

    @property
    @abstractmethod
    def encoding(self) -> str:
        pass

    @property
    @abstractmethod
    def errors(self) -> str | None:
        pass

    @property
    @abstractmethod
    def line_buffering(self) -> bool:
        pass

    @property
    @abstractmethod
    def newlines(self) -> Any:
        pass

    @abstractmethod
    def __enter__(self) -> TextIO:
        pass


# Evaluation of hints

def _eval_type(t, globalns, localns, type_params, *, recursive_guard=frozenset(), format=None, owner=None,
               parent_fwdref=None):
    """t with the forward references in it evaluated."""
    if _is_forward_ref(t):
        return evaluate_forward_ref(t, globals=globalns, locals=localns, type_params=type_params, owner=owner,
                                    _recursive_guard=recursive_guard, format=format)
    if not isinstance(t, (_GenericAlias, GenericAlias, Union)):
        return t
    if isinstance(t, GenericAlias):
        is_unpacked = t.__unpacked__
        module = None if parent_fwdref is None else parent_fwdref.__forward_module__
        # The strings in list["int"] were left as they are.
        args = tuple(_forward_ref(arg, module=module) if isinstance(arg, str) else arg for arg in t.__args__)
        if t.__origin__ is collections.abc.Callable and not (len(args) == 2 and _is_param_expr(args[0])):
            source = t.__origin__[list(args[:-1]), args[-1]]
        else:
            source = t.__origin__[args]
    else:
        is_unpacked = False
        source = t
    new_args = tuple(_eval_type(arg, globalns, localns, type_params, recursive_guard=recursive_guard, format=format,
                                owner=owner) for arg in source.__args__)
    if new_args == t.__args__ and not is_unpacked:
        return t
    if isinstance(t, GenericAlias):
        if t.__origin__ is collections.abc.Callable and not (len(new_args) == 2 and _is_param_expr(new_args[0])):
            made = t.__origin__[list(new_args[:-1]), new_args[-1]]
        else:
            made = GenericAlias(t.__origin__, new_args)
        return Unpack[made] if is_unpacked else made
    if isinstance(t, Union):
        return Union[new_args]
    return t.copy_with(new_args)


def evaluate_forward_ref(forward_ref, *, owner=None, globals=None, locals=None, type_params=None, format=None,
                         _recursive_guard=frozenset()):
    """Evaluate a forward reference as a type hint, and those inside it."""
    from annotationlib import Format
    if format == Format.STRING:
        return forward_ref.__resolved_str__
    if forward_ref.__forward_arg__ in _recursive_guard:
        return forward_ref
    if format is None:
        format = Format.VALUE
    # Where the text was written counts for more than who asks.
    module = sys.modules.get(forward_ref.__forward_module__)
    if module is not None:
        globals = module.__dict__
    if owner is None:
        owner = forward_ref.__owner__
    value = forward_ref.evaluate(globals=globals, locals=locals, type_params=type_params, owner=owner, format=format)
    if value is None or _is_forward_ref(value):
        return value
    if isinstance(value, str):
        value = _forward_ref(value, module=forward_ref.__forward_module__, owner=owner or forward_ref.__owner__,
                             is_class=forward_ref.__forward_is_class__)
    value = _type_check(value, "Forward references must evaluate to types.",
                        is_argument=forward_ref.__forward_is_argument__,
                        allow_special_forms=forward_ref.__forward_is_class__)
    return _eval_type(value, globals, locals, type_params, owner=owner, format=format, parent_fwdref=forward_ref,
                      recursive_guard=_recursive_guard | {forward_ref.__forward_arg__})


def get_type_hints(obj, globalns=None, localns=None, include_extras=False, *, format=None):
    """The type hints of a class with its bases, a function or a module; strings evaluated, None as its type.

    Annotated, Required, NotRequired and ReadOnly are taken off unless include_extras is true.
    """
    if getattr(obj, "__no_type_check__", None):
        return {}
    from annotationlib import Format, get_annotations
    if format is None:
        format = Format.VALUE
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            found = get_annotations(base, format=format)
            if format == Format.STRING:
                hints.update(found)
                continue
            base_globals, base_locals = globalns, localns
            if globalns is None:
                base_globals = getattr(sys.modules.get(base.__module__, None), "__dict__", {})
            if localns is None:
                base_locals = dict(vars(base))
                if globalns is None:
                    # The names of the class come last in a string's scope, as they do in eval.
                    base_globals, base_locals = base_locals, base_globals
            base_globals, base_locals = _with_type_params(base.__type_params__, base_globals, base_locals, True)
            for name, value in found.items():
                if isinstance(value, str):
                    value = _forward_ref(value, is_class=True)
                elif value is None:
                    value = _NoneType
                hints[name] = _eval_type(value, base_globals, base_locals, (), format=format, owner=obj)
    else:
        found = get_annotations(obj, format=format)
        if not found and not isinstance(obj, types.ModuleType) and not callable(obj) \
                and not hasattr(obj, "__annotations__") and not hasattr(obj, "__annotate__"):
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        if format == Format.STRING:
            return found
        if globalns is None:
            if isinstance(obj, types.ModuleType):
                globalns = obj.__dict__
            else:
                wrapped = obj
                seen = set()
                while hasattr(wrapped, "__wrapped__"):
                    if id(wrapped) in seen:
                        raise ValueError(f"wrapper loop when unwrapping {obj!r}")
                    seen.add(id(wrapped))
                    wrapped = wrapped.__wrapped__
                globalns = getattr(wrapped, "__globals__", {})
            if localns is None:
                localns = globalns
        elif localns is None:
            localns = globalns
        params = getattr(obj, "__type_params__", ())
        globalns, localns = _with_type_params(params, globalns, localns, False)
        for name, value in found.items():
            if value is None:
                value = _NoneType
            elif isinstance(value, str):
                value = _forward_ref(value, is_class=isinstance(obj, types.ModuleType))
            hints[name] = _eval_type(value, globalns, localns, (), format=format, owner=obj)
    for name, value in hints.items():
        if value is None:
            hints[name] = _NoneType
    if include_extras:
        return hints
    return {name: _strip_annotations(value) for name, value in hints.items()}


def _with_type_params(type_params, globalns, localns, is_class):
    """The scopes with type parameters, which hide all names but those of the class itself."""
    if not type_params:
        return globalns, localns
    globalns, localns = dict(globalns), dict(localns)
    for param in type_params:
        name = param.__name__
        if not is_class or name not in globalns:
            globalns[name] = param
            localns.pop(name, None)
    return globalns, localns


def _strip_annotations(t):
    """t without Annotated and the marks of TypedDict keys, at any depth."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if hasattr(t, "__origin__") and t.__origin__ in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias, Union)):
        args = tuple(_strip_annotations(arg) for arg in t.__args__)
        if args == t.__args__:
            return t
        if isinstance(t, Union):
            return Union[args]
        return t.copy_with(args) if isinstance(t, _GenericAlias) else GenericAlias(t.__origin__, args)
    return t


def get_origin(tp):
    """The class or special form that a subscripted hint is made from, or None."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, Union):
        return Union
    return None


def get_args(tp):
    """The arguments of a subscripted hint; a Callable's parameters as a list."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        if tp.__origin__ is collections.abc.Callable and not (len(args) == 2 and _is_param_expr(args[0])):
            args = list(args[:-1]), args[-1]
        return args
    if isinstance(tp, Union):
        return tp.__args__
    return ()


# Marks and checks that cost nothing at run time

def cast(typ, val):
    """val, of which a type checker is told that it is of the type."""
    return val


def assert_type(val, typ, /):
    """val; a type checker verifies that it is of the type."""
    return val


_ASSERT_NEVER_REPR_MAX_LENGTH = 100


def assert_never(arg: Never, /) -> Never:
    """Raise AssertionError; a type checker verifies that this cannot be reached."""
    shown = repr(arg)
    if len(shown) > _ASSERT_NEVER_REPR_MAX_LENGTH:
        shown = shown[:_ASSERT_NEVER_REPR_MAX_LENGTH] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {shown}")


def reveal_type(obj: T, /) -> T:
    """Print the type of obj to sys.stderr; return obj."""
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def no_type_check(arg):
    """A decorator: annotations of the function or class are not type hints."""
    if isinstance(arg, type):
        for name in dir(arg):
            obj = getattr(arg, name)
            # What was only borrowed from elsewhere is left alone.
            if not (hasattr(obj, "__qualname__") and obj.__qualname__ == f"{arg.__qualname__}.{obj.__name__}"
                    and getattr(obj, "__module__", None) == arg.__module__):
                continue
            if isinstance(obj, types.MethodType):
                obj = obj.__func__
            if isinstance(obj, types.FunctionType):
                obj.__no_type_check__ = True
            elif isinstance(obj, type):
                no_type_check(obj)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    """Deprecated: make a decorator apply no_type_check."""
    import functools
    import warnings
    warnings._deprecated("typing.no_type_check_decorator", remove=(3, 15))

    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped_decorator


_overload_registry = collections.defaultdict(lambda: collections.defaultdict(dict))


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module "
        "should always be followed by an implementation that is not @overload-ed.")


def overload(func):
    """Mark one of several signatures of a function, which is defined after them."""
    inner = getattr(func, "__func__", func)
    try:
        _overload_registry[inner.__module__][inner.__qualname__][inner.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """The signatures marked with overload for a function."""
    inner = getattr(func, "__func__", func)
    if inner.__module__ not in _overload_registry:
        return []
    return list(_overload_registry[inner.__module__].get(inner.__qualname__, {}).values())


def clear_overloads():
    """Forget all overloads."""
    _overload_registry.clear()


def final(f):
    """Mark a method that is not to be overridden, or a class that is not to be derived from."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


F = TypeVar("F", bound=Callable[..., Any])
_Func = F


def override(method: F, /) -> F:
    """Mark a method that overrides one of a base class."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def dataclass_transform(*, eq_default: bool = True, order_default: bool = False, kw_only_default: bool = False,
                        frozen_default: bool = False,
                        field_specifiers: tuple[type[Any] | Callable[..., Any], ...] = (),
                        **kwargs: Any) -> Callable[[T], T]:
    """Mark a decorator, base class or metaclass that makes classes like dataclasses."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default, "kw_only_default": kw_only_default,
            "frozen_default": frozen_default, "field_specifiers": field_specifiers, "kwargs": kwargs}
        return cls_or_fn
    return decorator
