import Testing
import Workflow

struct NumberTests {
    @Test(
        arguments: [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-1.0, "-1"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3, "0.333333333333333"),
            (2.0 / 3, "0.666666666666667"),
            (-123_456.789, "-123456.789"),
            (0.845_512_408_225_570_06, "0.84551240822557"),
            (0.0001, "0.0001"),
            (0.00001, "1E-05"),
            (0.000_012_34, "1.234E-05"),
            (999_999_999_999_999, "999999999999999"),
            (-999_999_999_999_999, "-999999999999999"),
            (1e15, "1E+15"),
            (123_456_789_012_345_6, "1.23456789012346E+15"),
            (1_000_000_000_000_005, "1E+15"),
            (1_000_000_000_000_015, "1.00000000000002E+15"),
            (0.999_999_999_999_999_9, "1"),
            (9.999_999_999_999_999e22, "1E+23"),
            (1e21, "1E+21"),
            (1e100, "1E+100"),
            (Double.leastNonzeroMagnitude, "4.94065645841247E-324"),
            (2.225_073_858_507_201_4e-308, "2.2250738585072E-308"),
            (1.797_693_134_862_315_7e308, "1.79769313486232E+308"),
            (Double.infinity, "Infinity"),
            (-Double.infinity, "-Infinity"),
            (Double.nan, "NaN"),
        ] as [(Double, String)]
    )
    func `a number is written with fifteen digits at most`(number: Double, text: String) throws {
        let contexts: Members = ["number": .number(number)]
        #expect(try evaluate("format('{0}', number)", contexts) == .string(text))
        #expect(try evaluate("toJSON(number)", contexts) == .string(text))
        #expect(try evaluate("join(number)", contexts) == .string(text))
    }

    @Test func `a number of fifteen digits survives being written`() throws {
        var state: UInt64 = 42
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let digits = Int64(state >> 14) - (1 << 49)
            let scale = Int(state % 600) - 300
            guard let number = Double("\(digits)e\(scale)") else { continue }
            let text = try evaluate("format('{0}', number)", ["number": .number(number)])
            #expect(text.stringValue.flatMap(Double.init) == number, "\(digits)e\(scale)")
        }
    }

    @Test(
        arguments: [
            ("", 0), ("  ", 0), ("\n\t", 0), ("1", 1), (" 1 ", 1), ("+1", 1), ("-1.5e-1", -0.15),
            ("1.", 1),
            (".5", 0.5), ("00012", 12), ("0xff", 255), ("0o777", 511),
            ("Infinity", Double.infinity),
            ("-Infinity", -Double.infinity),
        ] as [(String, Double)]
    )
    func `a text that is a number counts as it`(text: String, number: Double) throws {
        let contexts: Members = ["text": .string(text), "number": .number(number)]
        #expect(try evaluate("text == number", contexts) == true)
    }

    @Test(arguments: [
        "a", "1a", "1 2", "1,000", "1_000", "--1", "+-1", ".", "e5", "1e", "1e+", "0x", "0xg",
        "-0x1",
        "0X1", "0o", "0o8", "0b1", "inf", "nan", "NaN", "infinity", "1e5.5", "١", "0x１", "true",
    ])
    func `a text that is no number equals none`(text: String) throws {
        let contexts: Members = ["text": .string(text)]
        for comparison in ["text == 1", "text == 0", "text < 1", "text >= 1", "text == 5"] {
            #expect(try evaluate(comparison, contexts) == false)
        }
        #expect(try evaluate("text != 1", contexts) == true)
    }
}
