module cewen

go 1.26.0
