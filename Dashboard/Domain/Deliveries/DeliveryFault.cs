namespace Dashboard.Domain.Deliveries;

/// <summary>Why a delivery was refused, as found by trying. Stored by number.</summary>
public enum DeliveryFault
{
    /// <summary>Nothing that was tried makes the signature match, and nothing in the body is ours.</summary>
    NotFromSnapTrade = 1,

    /// <summary>An event for our client id, signed with a key that this server does not know.</summary>
    AnotherKey = 2,

    /// <summary>Signed with a key that this server used before.</summary>
    FormerKey = 3,

    /// <summary>The configured key has something added, such as a space or quotes.</summary>
    MistypedKey = 4,

    /// <summary>The signature matches once a change to the body is undone.</summary>
    BodyChanged = 5,
    Compressed = 6,

    /// <summary>Python's NaN or Infinity in the body.</summary>
    NotANumber = 7,
    SignatureMissing = 8,

    /// <summary>Another header carries something like the signature.</summary>
    SignatureElsewhere = 9,

    /// <summary>The signature matches, but is written in another form than base64.</summary>
    SignatureRewritten = 10,
    SignatureUnreadable = 11,

    /// <summary>The event is dated in the future.</summary>
    Clock = 12,
    TooOld = 13,
    TooLarge = 14,

    /// <summary>Signed with our key, for another client id.</summary>
    ForeignClient = 15,

    /// <summary>For another client id, and signed with another key.</summary>
    ForeignClientAndKey = 16,

    /// <summary>From an OAuth app whose events our key does not sign.</summary>
    OAuthApp = 17,

    /// <summary>Signed correctly, but not an event.</summary>
    NotAnEvent = 18,

    /// <summary>The body did not arrive.</summary>
    Incomplete = 19,

    /// <summary>This server could not take it in.</summary>
    Ours = 20,

    /// <summary>Too many were refused at that moment to examine this one.</summary>
    NotExamined = 21,
}

/// <summary>What faults imply.</summary>
public static class DeliveryFaults
{
    /// <summary>The faults of deliveries whose sender has one of our keys.</summary>
    public static IReadOnlyList<DeliveryFault> Proven { get; } =
    [
        DeliveryFault.FormerKey,
        DeliveryFault.MistypedKey,
        DeliveryFault.BodyChanged,
        DeliveryFault.SignatureRewritten,
        DeliveryFault.Clock,
        DeliveryFault.TooOld,
        DeliveryFault.ForeignClient,
        DeliveryFault.NotAnEvent,
    ];

    /// <summary>The faults of deliveries that SnapTrade probably sent, so that events are missing until someone acts.</summary>
    public static IReadOnlyList<DeliveryFault> Likely { get; } =
    [
        .. Proven,
        DeliveryFault.AnotherKey,
        DeliveryFault.SignatureElsewhere,
        DeliveryFault.OAuthApp,
        DeliveryFault.Compressed,
        DeliveryFault.NotANumber,
    ];

    public static bool IsProven(this DeliveryFault fault) => Proven.Contains(fault);

    public static bool IsLikely(this DeliveryFault fault) => Likely.Contains(fault);
}
