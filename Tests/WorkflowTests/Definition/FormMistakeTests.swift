import Testing
import Workflow

@Suite struct `Mistakes in durations, retries and variables` {
    static let forms: [Mistake] = [
        Mistake(
            "a bad duration",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              timeout: 2 minutes
            """#,
            "w.yaml:5:12: error: 'timeout' must be a duration like 500ms, 30s, 2m, "
                + "72h or 3d, found string '2 minutes'"
        ),
        Mistake(
            "a number for a duration",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              timeout: 30
            """#,
            "w.yaml:5:12: error: 'timeout' must be a duration like 500ms, 30s, 2m, "
                + "72h or 3d, found number '30'"
        ),
        Mistake(
            "a timeout of nothing",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              timeout: 0s
            """#,
            "w.yaml:5:12: error: 'timeout' must be more than nothing"
        ),
        Mistake(
            "a duration of centuries",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              timeout: 999999d
            """#,
            "w.yaml:5:12: error: 'timeout' must be a duration like 500ms, 30s, 2m, "
                + "72h or 3d, found string '999999d'"
        ),
        Mistake(
            "too many attempts",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              retry: {attempts: 1000}
            """#,
            "w.yaml:5:21: error: 'attempts' must be an integer from 1 to 100, "
                + "found number '1000'"
        ),
        Mistake(
            "half an attempt",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              retry: {attempts: 1.5}
            """#,
            "w.yaml:5:21: error: 'attempts' must be an integer from 1 to 100, "
                + "found number '1.5'"
        ),
        Mistake(
            "a factor that shrinks",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              retry: {attempts: 2, backoff: {factor: 0.5}}
            """#,
            "w.yaml:5:42: error: 'factor' must be a number of at least 1, found "
                + "number '0.5'"
        ),
        Mistake(
            "a first wait above the longest",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              retry: {attempts: 2, backoff: {initial: 2m, max: 1m}}
            """#,
            "w.yaml:5:43: error: 'initial' is longer than 'max'"
        ),
        Mistake(
            "a misspelled choice",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              onUnknown: retyr
            """#,
            "w.yaml:5:14: error: 'onUnknown' must be one of 'retry', 'ask', "
                + "'fail', found string 'retyr'. did you mean 'retry'?"
        ),
        Mistake(
            "a bad variable",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              env: {A-B: 1}
            """#,
            "w.yaml:5:9: error: the key 'A-B' of 'env' must be a variable's name "
                + "of letters, digits and '_' that begins with no digit"
        ),
    ]

    @Test(arguments: forms) func `each of the forms is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
