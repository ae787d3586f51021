import Agents

/// Text inside a Mermaid diagram.
enum Mermaid {
    /// Characters that would end a text or begin something else are written as entities.
    static func text(_ text: String) -> String {
        var result = ""
        for character in Words.printable(text, limit: 120) {
            switch character {
            case "#": result += "#35;"
            case ";": result += "#59;"
            case "\"": result += "#quot;"
            case "<": result += "#lt;"
            case ">": result += "#gt;"
            default: result.append(character)
            }
        }
        return result
    }
}
