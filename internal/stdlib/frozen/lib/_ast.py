"""The classes of the module ast under their old name."""

import ast

globals().update({name: value for name, value in vars(ast).items()
                  if name.startswith("PyCF_") or isinstance(value, type) and issubclass(value, ast.AST)})
del ast
