import Glibc
import Simulation
import Testing
import Transport

@Suite("Transfers end when they are told to")
struct EndingTests {
    /// So patient that on a busy machine too nothing but the cancellation ends a transfer.
    private static let patient = CurlSettings(userAgent: "test", slowest: .init(bytes: 1, seconds: 3600))
    private static let limits = Request.Limits(connect: .seconds(3600), total: .seconds(3600))

    /// Waits, bounded, until something holds.
    private func holds(_ condition: () -> Bool) async -> Bool {
        for _ in 0..<500 {
            if condition() { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return condition()
    }

    @Test func cancellingATransferClosesItsConnection() async throws {
        try await RawServer.with { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
            try connection.readToEnd()
        } _: { server in
            try await withTransport(Self.patient) { transport in
                let sending = Task { await transport.outcome(of: Request(.get, server.origin, limits: Self.limits)) }
                #expect(await holds { server.heads.count == 1 })
                sending.cancel()
                #expect(await sending.value.kind == "cancelled")
                #expect(await holds { server.openCount == 0 })
            }
        }
    }

    @Test func aTaskThatIsCancelledAtAnyMomentEndsAtOnce() async throws {
        try await RawServer.with {
            try $0.readToEnd()
        } _: { server in
            let request = Request(.get, server.origin, limits: Self.limits)
            try await cancelled { transport in await transport.outcome(of: request).kind }
        }
    }

    @Test func soDoesOneThatReadsAFile() async throws {
        try await RawServer.with {
            try $0.readToEnd()
        } _: { server in
            let login = FileLogin(user: "u", proof: .password(Secret("p")))
            let request = FileRequest(
                .read, "ftps://127.0.0.1:\(server.port)/orders.csv", login: login, limits: Self.limits)
            try await cancelled { transport in
                do throws(TransportError) {
                    return "\(try await transport.send(request).count) bytes"
                } catch {
                    return error.kind
                }
            }
        }
    }

    private func cancelled(_ send: @escaping @Sendable (CurlTransport) async -> String) async throws {
        try await withTransport(Self.patient) { transport in
            for round in 0..<200 {
                let sending = Task { await send(transport) }
                for _ in 0..<(round % 20) { await Task.yield() }
                sending.cancel()
                let kind = await sending.value
                #expect(kind == "cancelled")
            }
        }
    }

    @Test func shuttingDownEndsWhatIsUnderWayAndTheThread() async throws {
        try await RawServer.with {
            try $0.readToEnd()
        } _: { server in
            let transport = try CurlTransport(Self.patient)
            let request = Request(.get, server.origin, limits: Self.limits)
            let sendings = (0..<20).map { _ in Task { await transport.outcome(of: request) } }
            #expect(await holds { server.connectionCount > 0 })
            async let first: Void = transport.shutdown()
            async let second: Void = transport.shutdown()
            _ = await (first, second)
            for sending in sendings { #expect(await sending.value.kind == "cancelled") }
            #expect(await transport.outcome(of: Request(.get, server.origin)).kind == "cancelled")
            #expect(await holds { server.openCount == 0 })
        }
    }

    /// In a process of its own, since other suites' threads cannot be told from those of this one.
    @Test func aTransportThatIsForgottenFreesItsThreadAndItsConnections() async {
        await #expect(processExitsWith: .success) {
            try await EndingTests().forgetTransports()
        }
    }

    private func forgetTransports() async throws {
        let before = Self.threadCount()
        try await RawServer.with {
            try $0.readToEnd()
        } _: { server in
            for _ in 0..<10 {
                let transport = try CurlTransport(CurlSettings(userAgent: "test"))
                let outcome = await transport.outcome(
                    of: Request(.get, server.origin, limits: .init(total: .milliseconds(50))))
                try #require(outcome.kind == "timeout")
            }
            try #require(await holds { server.openCount == 0 })
        }
        try #require(await holds { Self.threadCount() < before + 10 })
    }

    private static func threadCount() -> Int {
        var count = 0
        guard let folder = opendir("/proc/self/task") else { return 0 }
        defer { closedir(folder) }
        while readdir(folder) != nil { count += 1 }
        return count
    }
}
