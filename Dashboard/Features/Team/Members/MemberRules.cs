using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team.Members;

/// <summary>What may not be done to somebody, whoever asks.</summary>
internal static class MemberRules
{
    /// <summary>Whether somebody may lose their role or be disabled; null when they may.</summary>
    /// <param name="role">The role they have.</param>
    /// <param name="isDisabled">Whether they are kept out already.</param>
    /// <param name="isYourself">Whether they ask it of themselves.</param>
    /// <param name="hasOtherAdmin">Whether another admin can sign in.</param>
    public static TeamRefusal? OfLosing(Role role, bool isDisabled, bool isYourself, bool hasOtherAdmin)
    {
        if (role == Role.Admin && !isDisabled && !hasOtherAdmin)
            return TeamRefusal.LastAdmin;
        return isYourself ? TeamRefusal.Yourself : null;
    }
}
