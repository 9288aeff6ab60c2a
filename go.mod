module ouro

go 1.26
