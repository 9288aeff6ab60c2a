package object

// Suggestions for misspelt names ("Did you mean"). Costs and limits are those that decide CPython's suggestions.

const (
	moveCost          = 2 // insert, delete or replace a character
	caseCost          = 1 // replace a letter by its other case
	maxSuggestLen     = 40
	maxSuggestChoices = 750
)

// Closest is the candidate that is most like name, "" if none is near enough. name itself is no candidate.
func Closest(name string, candidates []string) string {
	if len(candidates) >= maxSuggestChoices || name == "" {
		return ""
	}
	best, bestCost := "", -1
	for _, c := range candidates {
		if c == name {
			continue
		}
		limit := (len(name) + len(c) + 3) * moveCost / 6
		if bestCost >= 0 {
			limit = min(limit, bestCost-1)
		}
		cost := editCost(name, c, limit)
		if cost > limit {
			continue
		}
		if bestCost < 0 || cost < bestCost {
			best, bestCost = c, cost
		}
	}
	return best
}

func replaceCost(a, b byte) int {
	if a == b {
		return 0
	}
	lower := func(c byte) byte {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		return c
	}
	if lower(a) == lower(b) {
		return caseCost
	}
	return moveCost
}

// editCost is the weighted edit distance of a and b, or some number above limit.
func editCost(a, b string, limit int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) == 0 {
		return (len(a) + len(b)) * moveCost
	}
	if len(a) > maxSuggestLen || len(b) > maxSuggestLen {
		return limit + 1
	}
	if d := len(a) - len(b); d*moveCost > limit || -d*moveCost > limit {
		return limit + 1
	}
	var row [maxSuggestLen + 1]int
	for j := range b {
		row[j+1] = (j + 1) * moveCost
	}
	for i := range a {
		diagonal := row[0]
		row[0] = (i + 1) * moveCost
		least := row[0]
		for j := range b {
			cost := min(diagonal+replaceCost(a[i], b[j]), row[j]+moveCost, row[j+1]+moveCost)
			diagonal, row[j+1] = row[j+1], cost
			least = min(least, cost)
		}
		if least > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}
