import Agents
import Testing
import Workflow

struct ExplanationTests {
    private func explanation() throws -> Explanation {
        let files = try RenderedExample.load().files
        func document(_ path: String) throws -> Value {
            try JSONReader.value(of: #require(files[path]))
        }
        return Explanation(
            figures: try document("architecture/figures.json"),
            estimate: try document("cost/estimate.json"),
            lock: try document(PriceLock.path)
        )
    }

    @Test func `every listed number can be explained down to where it comes from`() throws {
        let explanation = try explanation()
        #expect(explanation.ids.count > 200)
        for id in explanation.ids {
            let tree = try #require(explanation.tree(id), "\(id)")
            #expect(!tree.words.isEmpty && tree.words.allSatisfy { !$0.isEmpty }, "\(id)")
        }
    }

    @Test func `a sum leads to lines, a line to its price and its load`() throws {
        let text = try #require(explanation().tree("cost.production.nat")).lines()
            .joined(separator: "\n")
        #expect(text.contains("cost.production.nat.nat-gateways = "))
        #expect(text.contains("price nat.hour in us-east-1: source A,C"))
        #expect(text.contains("2026-08-21, confidence high"))
        #expect(text.contains("requirement traffic.concurrentUsers, given"))
        #expect(text.contains("users × requests per interaction ÷ think time"))
    }

    @Test func `a price of another region says by which factor`() throws {
        let tree = try #require(explanation().tree("cost.recovery.recovery-database"))
        #expect(tree.lines().contains { $0.contains("us-east-1 prices taken over") })
    }

    @Test func `what is not there is not explained`() throws {
        #expect(try explanation().tree("cost.moon") == nil)
        #expect(Explanation(figures: nil, estimate: nil, lock: nil).isEmpty)
    }

    @Test func `numbers that follow from each other end`() {
        let circle: Value = [
            "figures": [
                ["id": "a.b", "value": 1, "unit": "", "formula": "b", "inputs": ["b.c"]],
                ["id": "b.c", "value": 1, "unit": "", "formula": "a", "inputs": ["a.b"]],
            ]
        ]
        let explanation = Explanation(figures: circle, estimate: nil, lock: nil)
        #expect(explanation.tree("a.b")?.inputs.first?.inputs.isEmpty == true)
    }
}
