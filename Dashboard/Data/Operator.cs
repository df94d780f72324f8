using Dashboard.Domain;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Data;

/// <summary>A member of staff who may sign in. The user name is the e-mail address.</summary>
public sealed class Operator : IdentityUser
{
    [PersonalData]
    public required string DisplayName { get; set; }
    public required Role Role { get; set; }
    public DateTimeOffset? LastSignInAt { get; set; }
}
