import Testing

/// The real binary under real faults, in small: what needs neither root nor other programs. `posync-durability` itself does
/// the rest, and as much of it as it is told to.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RealFaultTests {
    private let durability = Program(name: "posync-durability")

    @Test func killedAtAnyMomentItLosesNothingAndInventsNothing() async throws {
        let kills = try await durability.run("kill", "--rounds", "4")
        #expect(kills.code == 0, "\(kills.text)")
    }

    @Test func noSecretStaysBehind() async throws {
        let canary = try await durability.run("canary")
        #expect(canary.code == 0, "\(canary.text)")
    }

    @Test func noTextFromOutsideMovesATerminal() async throws {
        let poison = try await durability.run("poison")
        #expect(poison.code == 0, "\(poison.text)")
    }

    @Test func ofTwoThatStartAtOnceOneIsRefused() async throws {
        let races = try await durability.run("races", "--rounds", "3")
        #expect(races.code == 0, "\(races.text)")
    }
}
