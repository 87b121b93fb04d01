import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct FirstAnswerTests {
    @Test func theFirstAnswerCounts() async {
        let answer = FirstAnswer<Int>()
        answer.give(1)
        answer.give(2)
        #expect(await answer.value() == 1)
        answer.give(3)
    }

    @Test func whoWaitsGoesOnWithTheFirst() async {
        for round in 0..<200 {
            let answer = FirstAnswer<Int>()
            async let value = answer.value()
            for giver in 0..<4 { Task { answer.give(round * 4 + giver) } }
            #expect(await value / 4 == round)
        }
    }
}
