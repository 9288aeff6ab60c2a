//go:build linux

package posix

import (
	"strings"

	"ouro/internal/object"
)

// Path arithmetic that posixpath leaves to native code.

// pathText gives the text of a path and how to turn a result back into its type.
func pathText(th *thread, v value) (string, func(string) value, error) {
	p, err := object.FSPath(th, v)
	if err != nil {
		return "", nil, err
	}
	if s, ok := object.AsStr(p); ok {
		return s.S, object.StrValue, nil
	}
	b, _ := object.AsBytes(p)
	return string(b.B), object.BytesOfText, nil
}

// rootOf is the root that a path begins with: "/", "//" (which POSIX lets mean something of its own) or nothing.
func rootOf(s string) string {
	switch {
	case !strings.HasPrefix(s, "/"):
		return ""
	case strings.HasPrefix(s, "//") && !strings.HasPrefix(s, "///"):
		return "//"
	}
	return "/"
}

func normpath(th *thread, v value) (value, error) {
	s, back, err := pathText(th, v)
	if err != nil {
		return value{}, err
	}
	root := rootOf(s)
	var parts []string
	for _, part := range strings.Split(s, "/") {
		switch {
		case part == "" || part == ".":
		case part == ".." && len(parts) > 0 && parts[len(parts)-1] != "..":
			parts = parts[:len(parts)-1]
		case part == ".." && root != "" && len(parts) == 0:
		default:
			parts = append(parts, part)
		}
	}
	out := root + strings.Join(parts, "/")
	if out == "" {
		out = "."
	}
	return back(out), nil
}

func splitroot(th *thread, v value) (value, error) {
	s, back, err := pathText(th, v)
	if err != nil {
		return value{}, err
	}
	root := rootOf(s)
	return object.TupleValue(back(""), back(root), back(s[len(root):])), nil
}
