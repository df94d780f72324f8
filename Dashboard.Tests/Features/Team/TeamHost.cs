using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Invitations;
using Dashboard.Features.Team.Members;
using Dashboard.Mail;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Team;

/// <summary>The team's services over a real database, as one operator or another uses them.</summary>
internal sealed class TeamHost : IDisposable
{
    public FakeTimeProvider Time { get; } = new(Some.Noon);
    public TestDatabase Database { get; } = new();
    public RecordedMail Mail { get; } = new();

    public static PublicOrigin Origin { get; } =
        new(Options.Create(new DashboardOptions { PublicUrl = "https://dashboard.example" }), server: null!);

    public static CurrentOperator Current(string id, Role role) =>
        new(
            new HttpContextAccessor
            {
                HttpContext = new DefaultHttpContext { User = ActorScope.Operator(id, role) },
            }
        );

    public MemberChanges Changes(string id, Role role = Role.Admin) =>
        new(Database, Current(id, role), new AuditWriter(Current(id, role), Time), Time);

    public MemberQueries Queries(string id, Role role = Role.Admin) => new(Database, Current(id, role), Time);

    public TeamInvitations Invitations(string id, Role role = Role.Admin) =>
        new(
            Database,
            Current(id, role),
            new AuditWriter(Current(id, role), Time),
            new InvitationDelivery(Mail, Origin, NullLogger<InvitationDelivery>.Instance),
            new UpperInvariantLookupNormalizer(),
            Time
        );

    /// <summary>Adds the admins ana and ben, and mia of support.</summary>
    public Task AddTeamAsync() =>
        AddAsync(Person("ana", Role.Admin), Person("ben", Role.Admin), Person("mia", Role.Support));

    public Task AddAsync(params Operator[] operators) => AddAsync(Database, operators);

    public static async Task AddAsync(TestDatabase database, params Operator[] operators)
    {
        await using var db = database.CreateDbContext();
        db.Users.AddRange(operators);
        await db.SaveChangesAsync(Token);
    }

    public static Operator Person(string id, Role role, string? name = null) =>
        new()
        {
            Id = id,
            UserName = $"{id}@acme.example",
            NormalizedUserName = $"{id}@acme.example".ToUpperInvariant(),
            Email = $"{id}@acme.example",
            NormalizedEmail = $"{id}@acme.example".ToUpperInvariant(),
            DisplayName = name ?? id,
            Role = role,
            SecurityStamp = "first",
            CreatedAt = Some.Noon,
        };

    public async Task<Operator> FindAsync(string id)
    {
        await using var db = Database.CreateDbContext();
        return await db.Users.AsNoTracking().SingleAsync(o => o.Id == id, Token);
    }

    public async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().OrderBy(a => a.Number).ToListAsync(Token);
    }

    public void Dispose() => Database.Dispose();
}

/// <summary>Keeps messages, or fails as a mail server does.</summary>
internal sealed class RecordedMail : IMailSender
{
    public List<OutgoingMail> Sent { get; } = [];
    public MailException? Failure { get; set; }
    public bool ReachesPeople { get; set; } = true;

    public Task SendAsync(OutgoingMail message, CancellationToken cancellationToken)
    {
        if (Failure is not null)
            throw Failure;
        Sent.Add(message);
        return Task.CompletedTask;
    }
}
