using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Data;

/// <summary>A member of staff who may sign in. The user name is the e-mail address.</summary>
public sealed class Operator : IdentityUser
{
    [PersonalData]
    public required string DisplayName { get; set; }
    public required Role Role { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Set while an admin has disabled the operator.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>An IANA time zone for the screens; null is the browser's.</summary>
    public string? TimeZone { get; set; }
}
