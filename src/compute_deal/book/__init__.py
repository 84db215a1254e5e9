"""The book: notebooks run and checked, pages made, the PDF set."""
