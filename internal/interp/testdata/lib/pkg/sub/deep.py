import pkg as top
from .. import sibling
from ..sibling import value
