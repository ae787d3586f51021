@main struct M { static func main() { print("hi") } }
