import Agents
import Testing
import Workflow

@Suite struct ParsedTextsTests {
    @Test func `a text is kept for each kind on its own`() {
        let memory = ParsedTexts()
        memory.keep("json", "a", 1)
        #expect(memory.value("json", "a") as? Int == 1)
        #expect(memory.value("yaml", "a") == nil)
        // A kind and a text are not one text with a line end between them.
        memory.keep("json\na", "b", 2)
        #expect(memory.value("json", "a\nb") == nil)
    }

    @Test func `no more than its bytes are kept`() {
        let memory = ParsedTexts(limitBytes: 10)
        memory.keep("json", "12345", 1)
        memory.keep("json", "67890", 2)
        memory.keep("json", "67890", 3)
        #expect(memory.value("json", "12345") as? Int == 1)
        #expect(memory.value("json", "67890") as? Int == 3)
        memory.keep("json", "x", 4)
        #expect(memory.value("json", "12345") == nil)
        #expect(memory.value("json", "x") as? Int == 4)
        memory.keep("json", "12345678901", 5)
        #expect(memory.value("json", "12345678901") == nil)
        #expect(memory.value("json", "x") as? Int == 4)
    }
}
