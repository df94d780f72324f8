using Dashboard.Data;

namespace Dashboard.Features.Team.Members;

/// <summary>One kind of change to an operator.</summary>
/// <param name="Rule">Refuses the change; takes the member, whether it is the operator's own account, and whether another admin is left.</param>
/// <param name="Shown">What the audit trail records, before and after.</param>
internal sealed record MemberChange(
    string Action,
    Func<Operator, bool, bool, TeamRefusal?> Rule,
    Action<Operator> Apply,
    Func<Operator, object> Shown
)
{
    public bool EndsSessions { get; init; } = true;

    /// <summary>More work in the same transaction.</summary>
    public Func<DashboardDbContext, Task>? Also { get; init; }
}
