using Dashboard.Simulator.Generation;
using Dashboard.Simulator.Webhooks;

namespace Dashboard.Simulator.State;

/// <summary>
/// The users and connections of the simulated SnapTrade. Safe for concurrent use: what it hands out are
/// immutable copies, and a change and its webhook are made together.
/// </summary>
public sealed class SimulatorWorld
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedUser> _users;
    private readonly Dictionary<string, SimulatedAuthorization> _authorizations;
    private readonly Lazy<GeneratedWorld> _generated;
    private readonly WebhookOutbox _outbox;
    private readonly EventAnnouncer _announcer;
    private long _version;

    /// <param name="snapshot">The state to begin with.</param>
    /// <param name="generated">What the snapshot was generated from, if it is known.</param>
    internal SimulatorWorld(
        WorldSnapshot snapshot,
        WebhookOutbox outbox,
        TimeProvider time,
        GeneratedWorld? generated = null
    )
    {
        Generation = snapshot.Generation;
        _generated = new(() => generated ?? WorldGenerator.Generate(snapshot.Generation));
        _outbox = outbox;
        _announcer = new EventAnnouncer(outbox, time);
        _users = snapshot.Users.ToDictionary(user => user.UserId, StringComparer.Ordinal);
        _authorizations = snapshot.Authorizations.ToDictionary(item => item.Id, StringComparer.Ordinal);
        Brokerages = new SimulatedBrokerages(snapshot.Brokerages);
        outbox.Restore(snapshot.Pending);
    }

    /// <summary>What this world was generated from; kept across restarts.</summary>
    public GenerationSettings Generation { get; }

    public SimulatedBrokerages Brokerages { get; }

    /// <summary>
    /// What happened up to <see cref="GenerationSettings.Now"/>, oldest first. It is generated again when
    /// requested after a restart; later events were sent by webhook and are not included.
    /// </summary>
    public IReadOnlyList<SimulatedEvent> History => _generated.Value.History;

    public IReadOnlyList<SimulatedUser> Users => Read<IReadOnlyList<SimulatedUser>>(() => [.. _users.Values]);

    public IReadOnlyList<SimulatedAuthorization> Authorizations =>
        Read<IReadOnlyList<SimulatedAuthorization>>(() => [.. _authorizations.Values]);

    /// <summary>Grows with every change.</summary>
    internal long Version => Interlocked.Read(ref _version) + _outbox.Version;

    public SimulatedUser? FindUser(string userId) => Read(() => _users.GetValueOrDefault(userId));

    public SimulatedAuthorization? Find(string authorizationId) =>
        Read(() => _authorizations.GetValueOrDefault(authorizationId));

    public IReadOnlyList<SimulatedAuthorization> OfUser(string userId) =>
        Read<IReadOnlyList<SimulatedAuthorization>>(() =>
            [.. _authorizations.Values.Where(connection => connection.UserId == userId)]
        );

    /// <summary>Adds a user; false when the id is taken.</summary>
    public bool Register(SimulatedUser user)
    {
        lock (_gate)
        {
            if (!_users.TryAdd(user.UserId, user))
                return false;
            _announcer.Announce(SimulatedEventType.UserRegistered, user.UserId);
            return true;
        }
    }

    /// <summary>Replaces a user's secret; null when there is no such user.</summary>
    public SimulatedUser? ResetSecret(string userId, string secret)
    {
        lock (_gate)
        {
            if (!_users.TryGetValue(userId, out var user))
                return null;
            Interlocked.Increment(ref _version);
            return _users[userId] = user with { UserSecret = secret };
        }
    }

    /// <summary>Removes a user with all connections; only the user's deletion is announced.</summary>
    public bool DeleteUser(string userId)
    {
        lock (_gate)
        {
            if (!_users.Remove(userId))
                return false;
            foreach (var connection in OfUser(userId))
                _authorizations.Remove(connection.Id);
            _announcer.Announce(SimulatedEventType.UserDeleted, userId);
            return true;
        }
    }

    public void Connect(SimulatedAuthorization connection)
    {
        lock (_gate)
        {
            _authorizations.Add(connection.Id, connection);
            _announcer.Announce(
                SimulatedEventType.Added,
                connection.UserId,
                connection.Id,
                connection.BrokerageId
            );
        }
    }

    /// <summary>Disables a connection; false when there is none or it is disabled already.</summary>
    public bool Break(string authorizationId) =>
        Change(authorizationId, isDisabled: false, SimulatedEventType.Broken);

    /// <summary>Enables a connection again, under its id; false when there is none or it is healthy.</summary>
    public bool Fix(string authorizationId) =>
        Change(authorizationId, isDisabled: true, SimulatedEventType.Fixed);

    public bool Delete(string authorizationId)
    {
        lock (_gate)
        {
            if (!_authorizations.Remove(authorizationId, out var connection))
                return false;
            _announcer.Announce(
                SimulatedEventType.Deleted,
                connection.UserId,
                connection.Id,
                connection.BrokerageId
            );
            return true;
        }
    }

    /// <summary>Announces that a customer tried to log in at a brokerage.</summary>
    public void Attempt(string userId, string brokerageId, string result)
    {
        lock (_gate)
            _announcer.Announce(
                SimulatedEventType.Attempted,
                userId,
                brokerageId: brokerageId,
                attemptResult: result
            );
    }

    /// <summary>Announces fresh holdings of a connection's first account.</summary>
    public void UpdateHoldings(SimulatedAuthorization connection) =>
        _announcer.Announce(
            SimulatedEventType.HoldingsUpdated,
            connection.UserId,
            connection.Id,
            connection.BrokerageId,
            accountId: connection.Accounts[0].Id
        );

    /// <summary>Changes the state of a brokerage; null when there is none.</summary>
    public SimulatedBrokerage? UpdateBrokerage(
        string idOrSlug,
        Func<SimulatedBrokerage, SimulatedBrokerage> change
    )
    {
        Interlocked.Increment(ref _version);
        return Brokerages.Update(idOrSlug, change);
    }

    internal WorldSnapshot Snapshot()
    {
        lock (_gate)
            return new(Generation, Users, Authorizations, Brokerages.Changed(), _outbox.Pending);
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }

    private bool Change(string authorizationId, bool isDisabled, string eventType)
    {
        lock (_gate)
        {
            if (Find(authorizationId) is not { } connection || connection.IsDisabled != isDisabled)
                return false;
            var at = _announcer.Announce(eventType, connection.UserId, connection.Id);
            _authorizations[connection.Id] = connection with { DisabledAt = isDisabled ? null : at };
            return true;
        }
    }
}
