internal import Reconciliation
internal import Transport

/// Asks the metadata service of the instance for the credentials of its role.
struct InstanceCredentials: Sendable {
    let metadata: InstanceMetadata
    let transport: any Transport
    let time: any TimeSource
    let entropy: any Entropy

    /// From this long before their end on, credentials are used for that long again: the service hands out old ones only
    /// while it cannot make new ones, and AWS accepts them meanwhile ("static stability").
    private static let renewalWindow = Duration.seconds(15 * 60)
    private static let renewalJitter = 120.0...600.0

    /// The credentials of the instance's role.
    ///
    /// - Throws: `credentials` where there is no such service, or it has no role.
    func load() async throws(MarketplaceError) -> AWSCredentials {
        guard !metadata.isDisabled else {
            throw nothing("AWS_EC2_METADATA_DISABLED is set, so the instance is not asked")
        }
        let token = try await token()
        guard token != nil || metadata.allowsVersion1 else {
            throw .credentials(
                "the instance metadata service gives no session token, and AWS_EC2_METADATA_V1_DISABLED forbids to ask it "
                    + "without one")
        }
        let listing = try await get(metadata.credentialsRequest(role: nil, token: token))
        guard let role = String(decoding: listing, as: UTF8.self).split(whereSeparator: \.isWhitespace).first else {
            throw nothing("the instance has no role")
        }
        let answer = try await get(metadata.credentialsRequest(role: String(role), token: token))
        guard let document = CredentialDocument(answer) else {
            throw .credentials("the instance metadata service answers something else than JSON for the role \(role)")
        }
        if let refusal = document.refusal {
            throw .credentials(
                "the instance's role \(role) gives no credentials: \(refusal.code): \(refusal.message)")
        }
        do {
            return extended(try document.credentials(token: "Token", isTemporary: true))
        } catch {
            throw .credentials("the credentials of the instance's role \(role) cannot be used: \(error.reason)")
        }
    }

    /// A session token; `nil` where the service is an old one that has none.
    private func token() async throws(MarketplaceError) -> Secret? {
        for _ in 0..<metadata.attempts {
            do {
                let response = try await transport.send(metadata.tokenRequest)
                switch response.status {
                case 200: return Secret(String(decoding: response.body, as: UTF8.self))
                case 403, 404, 405: return nil
                case 400: throw nothing("the instance metadata service refuses to give a session token (HTTP 400)")
                default: continue
                }
            } catch let error as TransportError {
                switch error {
                case .cancelled: throw .cancelled
                // Taken and not answered: what happens to the answer in a container that is one hop too far away.
                case .timeout: return nil
                case .unreachable(let text), .refused(let text), .addressForbidden(let text):
                    throw nothing("the instance metadata service is not there (\(text))")
                default: continue
                }
            } catch let error as MarketplaceError {
                throw error
            } catch {
                continue
            }
        }
        return nil
    }

    private func get(_ request: Request) async throws(MarketplaceError) -> [UInt8] {
        var reason = ""
        for _ in 0..<metadata.attempts {
            do throws(TransportError) {
                let response = try await transport.send(request)
                if response.status == 200, !response.body.isEmpty { return response.body }
                reason = response.status == 404 ? "the instance has no role" : "HTTP \(response.status)"
            } catch {
                guard error != .cancelled else { throw .cancelled }
                reason = error.text
            }
        }
        throw nothing("the instance metadata service gives no credentials: \(reason)")
    }

    private func extended(_ credentials: AWSCredentials) -> AWSCredentials {
        let span = Self.renewalJitter.upperBound - Self.renewalJitter.lowerBound
        let jitter = Self.renewalJitter.lowerBound + entropy.unit() * span
        let window = Self.renewalWindow + .seconds(jitter)
        let now = Instant(milliseconds: time.wallMilliseconds())
        guard let end = credentials.expiresAt, now >= end - window else { return credentials }
        var credentials = credentials
        credentials.expiresAt = now + window
        return credentials
    }

    /// The end of the chain: nothing is configured, and the last place has nothing either.
    private func nothing(_ reason: String) -> MarketplaceError {
        .credentials(
            "no AWS credentials are found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the host a "
                + "role (\(reason))")
    }
}
