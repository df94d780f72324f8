using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team.Members;

/// <summary>Limits on changes to operators that hold for every admin.</summary>
internal static class MemberRules
{
    /// <summary>Why an operator can't lose the role or be disabled; null when that is allowed.</summary>
    /// <param name="role">The current role.</param>
    /// <param name="isDisabled">Whether the operator is disabled already.</param>
    /// <param name="isYourself">Whether it is the admin's own account.</param>
    /// <param name="hasOtherAdmin">Whether another admin can sign in.</param>
    public static TeamRefusal? OfLosing(Role role, bool isDisabled, bool isYourself, bool hasOtherAdmin)
    {
        if (role == Role.Admin && !isDisabled && !hasOtherAdmin)
            return TeamRefusal.LastAdmin;
        return isYourself ? TeamRefusal.Yourself : null;
    }
}
