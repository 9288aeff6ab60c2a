"""Looking at annotations: as values, as far as they can be evaluated, or as source text.

The compiler makes a function of a scope's annotations. To see them without evaluating, that function is run with globals
in which unknown names (or, for text, all names) stand for themselves: objects that write down what is done to them.
When it is over, such an object becomes a ForwardRef by changing its class; both classes have the same slots.
"""

import builtins
import sys
from enum import IntEnum
from types import BuiltinFunctionType, CellType, FunctionType, GenericAlias, MethodType, ModuleType

__all__ = ["Format", "ForwardRef", "call_annotate_function", "call_evaluate_function",
           "get_annotate_from_class_namespace", "get_annotations", "annotations_to_string", "type_repr"]


class Format(IntEnum):
    """How annotations are wanted."""

    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


_slots = ("__arg__", "__forward_module__", "__forward_is_class__", "__forward_is_argument__", "__globals__",
          "__owner__", "__cell__", "__code__", "__extra_names__", "__precedence__", "__scope__", "__weakref__")

_ATOM = 15
_internal_format = "The VALUE_WITH_FAKE_GLOBALS format is for internal use only"


class ForwardRef:
    """An annotation, or a part of one, that could not be evaluated yet: its text and where it belongs."""

    __slots__ = _slots

    def __init__(self, arg, *, module=None, owner=None, is_argument=True, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__arg__ = arg
        self.__forward_module__ = module
        self.__forward_is_class__ = is_class
        self.__forward_is_argument__ = is_argument
        self.__globals__ = None
        self.__owner__ = owner
        self.__cell__ = None
        self.__code__ = None
        self.__extra_names__ = None
        self.__precedence__ = 0
        self.__scope__ = None

    def __init_subclass__(cls, /, *args, **kwds):
        raise TypeError("Cannot subclass ForwardRef")

    def evaluate(self, *, globals=None, locals=None, type_params=None, owner=None, format=Format.VALUE):
        """The object that the text stands for.

        Names are looked up in locals and globals if given, else where the annotation was written.
        """
        if format == Format.STRING:
            return self.__resolved_str__
        if format not in (Format.VALUE, Format.FORWARDREF):
            raise NotImplementedError(format)
        arg = self.__arg__
        cells = self.__cell__
        if isinstance(cells, CellType):
            try:
                return cells.cell_contents
            except ValueError:
                pass
        if owner is None:
            owner = self.__owner__
        if globals is None:
            globals = _globals_of(owner, self.__forward_module__) if self.__globals__ is None else self.__globals__
        if locals is None:
            locals = dict(vars(owner)) if isinstance(owner, type) else {}
            given_locals = False
        else:
            given_locals = True
        if type_params is None and owner is not None:
            type_params = getattr(owner, "__type_params__", None)

        scope = None
        if type_params or isinstance(cells, dict) or self.__extra_names__:
            # Closures and type parameters lie between the class or the caller's names and the globals.
            scope = dict(locals)
            between = {}
            if type_params:
                between.update((param.__name__, param) for param in type_params)
            if isinstance(cells, dict):
                for name, cell in cells.items():
                    try:
                        between[name] = cell.cell_contents
                    except (ValueError, AttributeError):
                        pass
            for name, value in between.items():
                if name not in scope:
                    if name == "__classdict__":
                        if not given_locals:
                            for key, found in value.items():
                                scope.setdefault(key, found)
                    else:
                        scope[name] = value
            if self.__extra_names__:
                scope.update(self.__extra_names__)
            locals = scope

        if arg.isidentifier() and not _is_keyword(arg):
            for place in (locals, globals, builtins.__dict__):
                if arg in place:
                    return place[arg]
            if format == Format.FORWARDREF:
                return self
            raise NameError(f"name {arg!r} is not defined", name=arg)

        code = self.__forward_code__
        if format == Format.VALUE:
            return eval(code, globals, locals)
        names = _SelfNaming({**builtins.__dict__, **globals, **locals}, format=format, owner=owner,
                            is_class=self.__forward_is_class__, real_globals=globals)
        try:
            result = eval(code, names)
        except Exception:
            return self
        names.settle({})
        return result

    def _evaluate(self, globalns, localns, type_params=(), *, recursive_guard=frozenset()):
        from typing import _eval_type
        if self.__forward_arg__ in recursive_guard:
            return self
        value = self.evaluate(globals=globalns, locals=localns, type_params=type_params)
        return _eval_type(value, globalns, localns, type_params,
                          recursive_guard=recursive_guard | {self.__forward_arg__})

    @property
    def __forward_arg__(self):
        """The text, in which objects that had no name there go by one of __extra_names__."""
        return self.__arg__

    @property
    def __resolved_str__(self):
        """The text, with objects that had no name in it shown as they are."""
        return _resolved(self.__arg__, self.__extra_names__)

    @property
    def __forward_code__(self):
        """The text compiled to an expression."""
        if self.__code__ is None:
            arg = self.__arg__
            # What stands behind a star is no expression by itself.
            text = f"({arg},)[0]" if arg.startswith("*") else arg
            try:
                self.__code__ = compile(text, "<string>", "eval")
            except SyntaxError:
                raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}")
        return self.__code__

    def _identity(self):
        cells = self.__cell__
        if isinstance(cells, dict):
            cells = frozenset((name, id(cell)) for name, cell in cells.items())
        elif cells is not None:
            cells = id(cells)
        extra = self.__extra_names__
        return (self.__forward_arg__, self.__forward_module__, id(self.__globals__), self.__forward_is_class__, cells,
                tuple(sorted((name, id(value)) for name, value in extra.items())) if extra else None)

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self._identity() == other._identity() and self.__owner__ == other.__owner__

    def __hash__(self):
        try:
            return hash((self._identity(), self.__owner__))
        except TypeError:
            return hash((self._identity(), id(self.__owner__)))

    def __or__(self, other):
        from types import UnionType
        return UnionType[self, other]

    def __ror__(self, other):
        from types import UnionType
        return UnionType[other, self]

    def __repr__(self):
        extra = ""
        if self.__forward_module__ is not None:
            extra += f", module={self.__forward_module__!r}"
        if self.__forward_is_class__:
            extra += ", is_class=True"
        if self.__owner__ is not None:
            extra += f", owner={self.__owner__!r}"
        return f"ForwardRef({self.__resolved_str__!r}{extra})"


def _resolved(text, extra_names):
    if extra_names:
        for name, value in extra_names.items():
            text = text.replace(name, type_repr(value))
    return text


def _is_keyword(text):
    from keyword import iskeyword
    return iskeyword(text)


def _globals_of(owner, module_name):
    if module_name is not None:
        module = sys.modules.get(module_name)
        if module is not None:
            return module.__dict__
        if isinstance(module_name, ModuleType):
            return module_name.__dict__
        return {}
    if isinstance(owner, ModuleType):
        return owner.__dict__
    if isinstance(owner, type):
        return getattr(sys.modules.get(owner.__module__), "__dict__", {})
    if owner is None:
        return {}
    found = getattr(owner, "__globals__", None)
    if found is not None:
        return found
    # A type parameter or a lazily evaluated alias belongs to a module.
    module = sys.modules.get(getattr(owner, "__module__", None))
    return {} if module is None else module.__dict__


# Objects that write down what is done to them

class _Written:
    """A name that is not known, or an expression that has such a name in it."""

    __slots__ = _slots

    def __init__(self, text, precedence, scope, extra_names=None, cell=None):
        self.__arg__ = text
        self.__precedence__ = precedence
        self.__scope__ = scope
        self.__extra_names__ = extra_names
        self.__cell__ = cell
        self.__forward_module__ = None
        self.__forward_is_class__ = scope.is_class
        self.__forward_is_argument__ = True
        self.__globals__ = scope.real_globals
        self.__owner__ = scope.owner
        self.__code__ = None
        scope.written.append(self)

    def __getattr__(self, name):
        if name[:2] == "__" and name[-2:] == "__":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return _compose(self.__scope__, "{}." + name, _ATOM, (self, _ATOM))

    def __call__(self, /, *args, **kwds):
        parts = [(arg, 0) for arg in args] + [(value, 0) for value in kwds.values()]
        shape = ["{}"] * len(args) + [f"{key}={{}}" for key in kwds]
        return _compose(self.__scope__, "{}(" + ", ".join(shape) + ")", _ATOM, (self, _ATOM), *parts)

    def __getitem__(self, item):
        if isinstance(item, tuple) and item:
            shape = ", ".join(["{}"] * len(item)) + ("," if len(item) == 1 and not _is_starred(item[0]) else "")
            return _compose(self.__scope__, "{}[" + shape + "]", _ATOM, (self, _ATOM),
                            *[(one, 0) for one in item])
        return _compose(self.__scope__, "{}[{}]", _ATOM, (self, _ATOM), (item, 0))

    def __iter__(self):
        yield _compose(self.__scope__, "*{}", 0, (self, _ATOM))

    def __hash__(self):
        return id(self) >> 4

    def __format__(self, spec):
        raise TypeError("Cannot stringify annotation containing string formatting")

    def __repr__(self):
        return _resolved(self.__arg__, self.__extra_names__)

    def __invert__(self):
        return _compose(self.__scope__, "~{}", 12, (self, 12))

    def __neg__(self):
        return _compose(self.__scope__, "-{}", 12, (self, 12))

    def __pos__(self):
        return _compose(self.__scope__, "+{}", 12, (self, 12))


def _is_starred(item):
    return type(item) is _Written and item.__arg__.startswith("*")


def _operators():
    for name, symbol, level in (
            ("or", "|", 6), ("xor", "^", 7), ("and", "&", 8), ("lshift", "<<", 9), ("rshift", ">>", 9),
            ("add", "+", 10), ("sub", "-", 10), ("mul", "*", 11), ("matmul", "@", 11), ("truediv", "/", 11),
            ("floordiv", "//", 11), ("mod", "%", 11), ("pow", "**", 13)):
        shape = f"{{}} {symbol} {{}}"
        # Of equal operators in a row the left one binds first; the power is the other way round.
        left, right = (level + 1, level) if name == "pow" else (level, level + 1)

        def forward(self, other, *, _shape=shape, _level=level, _left=left, _right=right):
            return _compose(self.__scope__, _shape, _level, (self, _left), (other, _right))

        def backward(self, other, *, _shape=shape, _level=level, _left=left, _right=right):
            return _compose(self.__scope__, _shape, _level, (other, _left), (self, _right))
        setattr(_Written, f"__{name}__", forward)
        setattr(_Written, f"__r{name}__", backward)
    for name, symbol in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "=="), ("ne", "!=")):
        def compare(self, other, *, _shape=f"{{}} {symbol} {{}}"):
            return _compose(self.__scope__, _shape, 5, (self, 6), (other, 6))
        setattr(_Written, f"__{name}__", compare)


_operators()
del _operators


def _compose(scope, shape, precedence, *parts):
    """A new expression from parts, each with the precedence it must have to stand without parentheses."""
    extra = {}
    texts = []
    for value, needed in parts:
        text, own = _text_of(value, scope, extra)
        texts.append(f"({text})" if own < needed else text)
    return _Written(shape.format(*texts), precedence, scope, extra or None)


def _text_of(value, scope, extra):
    """The source text of a value, and its precedence."""
    kind = type(value)
    if kind is _Written:
        if value.__extra_names__:
            extra.update(value.__extra_names__)
        return value.__arg__, value.__precedence__
    if value is None or value is ... or kind in (str, bytes, bool, int, float, complex):
        if value is ...:
            return "...", _ATOM
        text = repr(value)
        return text, 12 if text.startswith("-") else _ATOM
    if kind is slice:
        first = "" if value.start is None else _text_of(value.start, scope, extra)[0]
        text = first + ":" + ("" if value.stop is None else _text_of(value.stop, scope, extra)[0])
        if value.step is not None:
            text += ":" + _text_of(value.step, scope, extra)[0]
        return text, 0
    if kind is dict:
        pairs = [f"{_text_of(key, scope, extra)[0]}: {_text_of(item, scope, extra)[0]}"
                 for key, item in value.items()]
        return "{" + ", ".join(pairs) + "}", _ATOM
    if kind in (tuple, list, set):
        items = [_text_of(item, scope, extra)[0] for item in value]
        if kind is list:
            return f"[{', '.join(items)}]", _ATOM
        if kind is set and items:
            return "{" + ", ".join(items) + "}", _ATOM
        if kind is tuple:
            return f"({', '.join(items)}{',' if len(items) == 1 else ''})", _ATOM
    if scope.format == Format.STRING:
        return repr(value), _ATOM
    name = scope.name_for(value)
    extra[name] = value
    return name, _ATOM


class _SelfNaming(dict):
    """A scope in which a name that is missing stands for itself."""

    def __init__(self, known, *, format, owner=None, is_class=False, real_globals=None):
        super().__init__(known)
        self.format = format
        self.owner = owner
        self.is_class = is_class
        self.real_globals = real_globals if owner is None else None
        self.written = []
        self.objects = {}

    def __missing__(self, name):
        made = _Written(name, _ATOM, self)
        self[name] = made
        return made

    def name_for(self, value):
        """A name for an object that has none in the text."""
        for name, known in self.objects.items():
            if known is value:
                return name
        name = f"__annotationlib_name_{len(self.objects) + 1}__"
        self.objects[name] = value
        return name

    def settle(self, cells):
        """Turn everything written into forward references."""
        for one in self.written:
            one.__class__ = ForwardRef
            if cells and one.__cell__ is None:
                one.__cell__ = cells
            one.__scope__ = None


# Running annotation functions

def call_evaluate_function(evaluate, format, *, owner=None):
    """Call the function that evaluates an alias, a bound, constraints or a default, for a format."""
    return call_annotate_function(evaluate, format, owner=owner, _is_evaluate=True)


def call_annotate_function(annotate, format, *, owner=None, _is_evaluate=False):
    """Call an __annotate__ function for a format, also if it supports values only."""
    if format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError(_internal_format)
    try:
        return annotate(format)
    except NotImplementedError:
        pass
    if format == Format.STRING:
        return _run_for_text(annotate, owner, _is_evaluate)
    if format == Format.FORWARDREF:
        return _run_with_references(annotate, owner, _is_evaluate)
    if format == Format.VALUE:
        raise RuntimeError("annotate function does not support VALUE format")
    raise ValueError(f"Invalid format: {format!r}")


def _plain_function(annotate):
    """The Python function behind a callable, and what is to be passed before the format."""
    before = ()
    while type(annotate) is not FunctionType:
        if type(annotate) is MethodType:
            before = (annotate.__self__, *before)
            annotate = annotate.__func__
        elif type(annotate).__name__ == "partial":
            before = (*annotate.args, *before)
            annotate = annotate.func
        else:
            call = getattr(type(annotate), "__call__", None)
            if type(call) is not FunctionType:
                return None, before
            before = (annotate, *before)
            annotate = call
    return annotate, before


def _rerun(function, before, names, closure):
    copy = FunctionType(function.__code__, names, closure=closure, argdefs=function.__defaults__,
                        kwdefaults=function.__kwdefaults__)
    return copy(*before, Format.VALUE_WITH_FAKE_GLOBALS)


def _accepts_fake_globals(annotate):
    try:
        annotate(Format.VALUE_WITH_FAKE_GLOBALS)
    except NotImplementedError:
        return False
    except Exception:
        pass
    return True


def _run_for_text(annotate, owner, is_evaluate):
    function, before = _plain_function(annotate)
    if function is None or not _accepts_fake_globals(annotate):
        values = annotate(Format.VALUE)
        return type_repr(values) if is_evaluate else annotations_to_string(values)
    names = _SelfNaming({}, format=Format.STRING)
    closure = None
    if function.__closure__:
        cells = []
        for name, cell in zip(function.__code__.co_freevars, function.__closure__):
            if name == "__classdict__":
                cell = CellType(names)
            elif name != "__conditional_annotations__" and not before:
                cell = CellType(_Written(name, _ATOM, names))
            cells.append(cell)
        closure = tuple(cells)
    result = _rerun(function, before, names, closure)
    if is_evaluate:
        return _show(result)
    return {key: _show(value) for key, value in result.items()}


def _show(value):
    if isinstance(value, str):
        return value
    if type(value) is _Written:
        return _resolved(value.__arg__, value.__extra_names__)
    if isinstance(value, (tuple, list, dict, set, slice)):
        return _text_of(value, _text_scope, {})[0]
    return "..." if value is ... else repr(value)


_text_scope = _SelfNaming({}, format=Format.STRING)


def _run_with_references(annotate, owner, is_evaluate):
    function, before = _plain_function(annotate)
    # First as it is: mostly nothing is missing.
    try:
        return annotate(Format.VALUE_WITH_FAKE_GLOBALS)
    except NotImplementedError:
        return annotate(Format.VALUE)
    except Exception:
        if function is None:
            raise
    is_class = isinstance(owner, type)
    names = _SelfNaming({**builtins.__dict__, **function.__globals__}, format=Format.FORWARDREF, owner=owner,
                        is_class=is_class, real_globals=function.__globals__)
    closure = None
    known_cells = {}
    if function.__closure__:
        cells = []
        for name, cell in zip(function.__code__.co_freevars, function.__closure__):
            known_cells[name] = cell
            try:
                contents = cell.cell_contents
            except ValueError:
                cell = CellType(_Written(name, _ATOM, names, cell=cell))
            else:
                if name == "__classdict__":
                    cell = CellType(dict(contents))
            cells.append(cell)
        closure = tuple(cells)
    try:
        result = _rerun(function, before, names, closure)
    except Exception:
        # What was known got in the way, as in an operation between classes that only text supports.
        result = _run_with_all_written(function, before, names, known_cells, owner, is_evaluate)
    names.settle(known_cells)
    return result


def _run_with_all_written(function, before, names, known_cells, owner, is_evaluate):
    written = _SelfNaming({}, format=Format.FORWARDREF, owner=owner, is_class=names.is_class,
                          real_globals=function.__globals__)
    closure = None
    if function.__closure__:
        cells = []
        for name, cell in known_cells.items():
            if name == "__classdict__":
                cell = CellType(written)
            elif name != "__conditional_annotations__" and not before:
                cell = CellType(_Written(name, _ATOM, written, cell=cell))
            cells.append(cell)
        closure = tuple(cells)
    result = _rerun(function, before, written, closure)
    written.settle(known_cells)

    def value_of(reference):
        if not isinstance(reference, ForwardRef):
            return reference
        try:
            return reference.evaluate(format=Format.FORWARDREF)
        except Exception:
            return reference
    if is_evaluate:
        return value_of(result)
    return {key: value_of(value) for key, value in result.items()}


def get_annotate_from_class_namespace(obj):
    """The __annotate__ function in a namespace from which a class is about to be made, or None."""
    try:
        return obj["__annotate__"]
    except KeyError:
        return obj.get("__annotate_func__", None)


# Asking objects

_type_annotations = type.__dict__.get("__annotations__")
_type_annotate = type.__dict__.get("__annotate__")


def _stored_annotations(obj):
    if isinstance(obj, type) and _type_annotations is not None:
        try:
            found = _type_annotations.__get__(obj)
        except AttributeError:
            return None
    else:
        found = getattr(obj, "__annotations__", None)
    if found is not None and not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    return found


def _called_annotate(obj, format):
    if isinstance(obj, type) and _type_annotate is not None:
        try:
            annotate = _type_annotate.__get__(obj)
        except AttributeError:
            annotate = None
    else:
        annotate = getattr(obj, "__annotate__", None)
    if annotate is None:
        return None
    found = call_annotate_function(annotate, format, owner=obj)
    if not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotate__ returned a non-dict")
    return found


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=Format.VALUE):
    """The annotations of a function, class or module, as a new dict.

    With eval_str, those that are strings are evaluated.
    """
    if eval_str and format != Format.VALUE:
        raise ValueError("eval_str=True is only supported with format=Format.VALUE")
    if format == Format.VALUE:
        found = _stored_annotations(obj)
        if found is None:
            found = _called_annotate(obj, format)
    elif format == Format.FORWARDREF:
        try:
            found = _stored_annotations(obj)
        except Exception:
            found = None
            failed = True
        else:
            failed = False
        if found is None:
            found = _called_annotate(obj, format)
            if found is None and failed:
                found = _stored_annotations(obj)
    elif format == Format.STRING:
        found = _called_annotate(obj, format)
        if found is None:
            found = _stored_annotations(obj)
            if found is not None:
                return annotations_to_string(found)
    elif format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError(_internal_format)
    else:
        raise ValueError(f"Unsupported format {format!r}")

    if found is None:
        if isinstance(obj, type) or callable(obj):
            return {}
        raise TypeError(f"{obj!r} does not have annotations")
    if not found:
        return {}
    if not eval_str:
        return dict(found)

    if isinstance(obj, type):
        default_globals = getattr(sys.modules.get(getattr(obj, "__module__", None)), "__dict__", None)
        default_locals = dict(vars(obj))
        scope_owner = obj
    elif isinstance(obj, ModuleType):
        default_globals, default_locals, scope_owner = obj.__dict__, None, None
    else:
        scope_owner = obj
        seen = set()
        while id(scope_owner) not in seen:
            seen.add(id(scope_owner))
            if hasattr(scope_owner, "__wrapped__"):
                scope_owner = scope_owner.__wrapped__
            elif type(scope_owner).__name__ == "partial" and hasattr(scope_owner, "func"):
                scope_owner = scope_owner.func
            else:
                break
        default_globals, default_locals = getattr(scope_owner, "__globals__", None), None
    if globals is None:
        globals = default_globals
    if locals is None:
        locals = default_locals
    type_params = getattr(scope_owner, "__type_params__", ())
    if type_params:
        locals = {**{param.__name__: param for param in type_params}, **(locals or {})}
    return {key: eval(_unstarred(value), globals, locals) if isinstance(value, str) else value
            for key, value in found.items()}


def _unstarred(text):
    return f"({text},)[0]" if text.startswith("*") else text


def type_repr(value):
    """How a value is written in the STRING format: classes and functions by name, all else by repr."""
    if isinstance(value, (type, FunctionType, BuiltinFunctionType)) and not isinstance(value, GenericAlias):
        module = value.__module__
        if module == "builtins" or module is None:
            return value.__qualname__
        return f"{module}.{value.__qualname__}"
    if value is ...:
        return "..."
    if isinstance(value, tuple) and type(value) is tuple:
        return f"({', '.join(map(type_repr, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def annotations_to_string(annotations):
    """Annotations as values, turned into text as near to the source as can be."""
    return {key: value if isinstance(value, str) else type_repr(value) for key, value in annotations.items()}
