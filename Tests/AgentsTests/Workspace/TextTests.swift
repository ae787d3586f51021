import Agents
import Testing
import Workflow

@Suite("Texts and numbers")
struct TextTests {
    static let numbers: [(value: Double, places: Int, text: String)] = [
        (0, 3, "0"), (-0.0001, 3, "0"), (999, 3, "999"), (1000, 3, "1,000"),
        (-1_234_567.891, 2, "-1,234,567.89"), (100_000, 0, "100,000"), (0.5, 3, "0.5"),
        (1e15, 3, "1,000,000,000,000,000.0"),
    ]

    @Test(arguments: numbers)
    func `a number is grouped by thousands`(value: Double, places: Int, text: String) {
        #expect(NumberText.grouped(value, places: places) == text)
    }

    static let slugs = [
        ("RDS db.r5.2xlarge, Multi-AZ", "rds-db-r5-2xlarge-multi-az"), ("  a  ", "a"), ("--", ""),
        ("Größe (GiB)", "größe-gib"), ("", ""),
    ]

    @Test(arguments: slugs)
    func `a slug keeps letters and digits`(text: String, slug: String) {
        #expect(Words.slug(text) == slug)
    }

    static let formulas: [(formula: String, count: Int, text: String)] = [
        ("$0 × $1", 2, "0 × 1,000"), ("$12 and $1", 13, "12,000 and 1,000"),
        ("$12 and $1", 2, "1,0002 and 1,000"), ("no input", 0, "no input"), ("$9", 1, "$9"),
        ("$00", 1, "00"), ("costs $ 5", 1, "costs $ 5"), ("", 3, ""),
    ]

    @Test(arguments: formulas)
    func `a formula is filled with its inputs`(formula: String, count: Int, text: String) {
        let inputs = (0..<count).map { Figure.input("input.\($0)", Double($0) * 1000, "") }
        #expect(Figure.derived("id", 1, "", formula, inputs).formula == text)
    }

    static let lines: [(line: String, isCredential: Bool)] = [
        ("password = \"hunter22\"", true), ("DB_PASSWORD: correct-horse", true),
        ("  \"api-key\": \"0123456789ab\"", true), ("apiKey: 0123456789ab", true),
        ("password = var.password", false), ("password: ${DB_PASSWORD}", false),
        ("password_length = 16", false), ("client_secret:arn:aws:secretsmanager:x", false),
        ("key = \"AKIAABCDEFGHIJKLMNOP\"", true), ("a text on AKIA keys", false),
        ("mot_de_passe_\u{E9}password=abcdefgh", true), ("no separator password", false),
        ("-----BEGIN RSA PRIVATE KEY-----", true), ("-----BEGIN CERTIFICATE-----", false),
    ]

    @Test(arguments: lines)
    func `a credential in a line is found`(line: String, isCredential: Bool) {
        let text = "first\n\(line)\nlast\n"
        let findings = SecretScan.findings(in: text, file: "f")
        #expect(findings.map(\.line) == (isCredential ? [2] : []))
    }
}
