using Dashboard.Components.Parts;
using Dashboard.Features.Team.Invitations;
using Dashboard.Features.Team.Members;
using Dashboard.Text;
using MudBlazor;

namespace Dashboard.Features.Team;

/// <summary>A confirmation before a change.</summary>
/// <param name="Title">The question, as a heading.</param>
/// <param name="Meaning">What the change means.</param>
/// <param name="Verb">The button.</param>
/// <param name="Act">Makes the change; returns why it was refused, or null.</param>
public sealed record Question(
    string Title,
    string Meaning,
    string Verb,
    Func<CancellationToken, Task<TeamRefusal?>> Act
);

/// <summary>Opens this feature's dialogs.</summary>
internal sealed class TeamDialogs(IDialogService dialogs)
{
    /// <returns>Whether the change was made.</returns>
    public Task<bool> AskAsync(Question question) =>
        dialogs.AskAsync(
            question.Title,
            new DialogParameters<QuestionDialog> { { d => d.Question, question } }
        );

    /// <returns>Whether the role was changed.</returns>
    public Task<bool> ChangeRoleAsync(Member member) =>
        dialogs.AskAsync(
            $"Change {Bidi.Isolate(member.Name)}’s role",
            new DialogParameters<RoleDialog> { { d => d.Member, member } }
        );

    /// <summary>Opens the invitation form.</summary>
    public Task InviteAsync() => dialogs.AskAsync("Invite to the team", new DialogParameters<InviteDialog>());

    /// <summary>Sends an invitation again, with a new link.</summary>
    public Task ResendAsync(PendingInvitation invitation) =>
        dialogs.AskAsync(
            $"Invite {invitation.Email} again",
            new DialogParameters<InviteDialog> { { d => d.Again, invitation } }
        );
}
