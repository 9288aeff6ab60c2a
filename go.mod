module ouro

go 1.26.0

require (
	golang.org/x/sys v0.46.0
	golang.org/x/text v0.43.0
)
