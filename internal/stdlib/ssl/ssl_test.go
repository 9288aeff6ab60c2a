package ssl_test

import (
	"testing"

	"ouro/internal/scripttest"
)

func TestScripts(t *testing.T) { scripttest.Run(t) }
