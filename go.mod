module ouro

go 1.26.0

require (
	github.com/peterh/liner v1.2.3
	golang.org/x/crypto v0.54.0
	golang.org/x/sys v0.48.0
	golang.org/x/text v0.43.0
)

require (
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/mattn/go-runewidth v0.0.31 // indirect
)
