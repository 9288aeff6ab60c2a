// Package parser turns Python 3.14 source text into a syntax tree.
package parser
