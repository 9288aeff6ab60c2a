"""python -m json.tool: check JSON and print it in an even form."""

if __name__ == "__main__":
    from json.__main__ import main
    main()
