using Dashboard.Access.Oidc;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>
/// Creates the first operators and the first API key from the configuration, after the migrations
/// and before the first request. Idempotent.
/// </summary>
internal sealed partial class AccessBootstrap(
    IServiceScopeFactory scopes,
    IOptions<AccessOptions> options,
    IOptions<OidcOptions> singleSignOn,
    BootstrapKey bootstrapKey,
    TimeProvider time,
    ILogger<AccessBootstrap> logger
) : StartupWork
{
    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var operators = scope.ServiceProvider.GetRequiredService<UserManager<Operator>>();
        var db = scope.ServiceProvider.GetRequiredService<DashboardDbContext>();
        // In this order: another node may fill an empty database meanwhile, and begins with the demo operators.
        var isUsed = options.Value.IsDemo && await IsUsedAsync(db, cancellationToken);
        Refuse(isUsed, await HasDemoOperatorAsync(operators, cancellationToken));
        await bootstrapKey.StoreAsync(options.Value.BootstrapApiKey, cancellationToken);
        if (!await operators.Users.AnyAsync(cancellationToken))
            await CreateFirstAsync(operators);
        if (options.Value.IsDemo)
            await TellHowToSignInAsync(operators, cancellationToken);
        else if (!singleSignOn.Value.IsGiven && !await operators.Users.AnyAsync(cancellationToken))
            LogNobody(logger);
    }

    private static Task<bool> HasDemoOperatorAsync(
        UserManager<Operator> operators,
        CancellationToken cancellationToken
    )
    {
        var names = DemoOperators.All.Select(d => operators.NormalizeName(d.Email)).ToList();
        return operators.Users.AnyAsync(o => names.Contains(o.NormalizedUserName!), cancellationToken);
    }

    private static async Task<bool> IsUsedAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(cancellationToken)
        || await db.SnapTradeUsers.AnyAsync(cancellationToken)
        || await db.Connections.AnyAsync(cancellationToken);

    // The demo operators' password is public, and the demo takes what its world does not have for deleted.
    private void Refuse(bool isUsed, bool hasDemoOperator)
    {
        if (hasDemoOperator && !options.Value.IsDemo)
            throw new StartRefusedException(
                "The database holds the simulator's demo data, whose operators have a public password. Set ConnectionStrings__Dashboard to another database, or delete this one."
            );
        if (isUsed && !hasDemoOperator)
            throw new StartRefusedException(
                "The database holds real operators or customers, whose connections the simulator would mark as deleted. Set SnapTrade__Mode to Live, or ConnectionStrings__Dashboard to another database."
            );
    }

    private async Task CreateFirstAsync(UserManager<Operator> operators)
    {
        var admin = options.Value.BootstrapAdmin;
        // Before the admin: a database with operators and none of the demo's is a real one.
        if (options.Value.IsDemo)
            foreach (var demo in DemoOperators.All.Where(d => d.Email != admin.Email))
                await CreateAsync(operators, demo, DemoOperators.Password);
        if (admin.IsGiven)
            await CreateAsync(
                operators,
                new DemoOperator(admin.Email!, admin.Email!.Split('@')[0], Role.Admin),
                admin.Password!
            );
    }

    private async Task CreateAsync(UserManager<Operator> operators, DemoOperator wanted, string password)
    {
        var created = new Operator
        {
            UserName = wanted.Email,
            Email = wanted.Email,
            EmailConfirmed = true,
            DisplayName = wanted.DisplayName,
            Role = wanted.Role,
            CreatedAt = time.GetUtcNow(),
        };
        IdentityResult result;
        try
        {
            result = await CreateAsync(operators, created, password);
        }
        catch (DbUpdateException) when (IsThereByNow(operators, wanted.Email))
        {
            return;
        }
        if (result.Succeeded)
            LogCreated(logger, wanted.Role, wanted.Email);
        else if (!IsThereByNow(operators, wanted.Email))
            throw new StartRefusedException(
                $"Access__BootstrapAdmin__Email and __Password can't be used: {string.Join(' ', result.Errors.Select(e => e.Description))}"
            );
    }

    // The demo's password is public, so the password rules don't apply.
    private static Task<IdentityResult> CreateAsync(
        UserManager<Operator> operators,
        Operator created,
        string password
    )
    {
        if (password != DemoOperators.Password)
            return operators.CreateAsync(created, password);
        created.PasswordHash = operators.PasswordHasher.HashPassword(created, password);
        return operators.CreateAsync(created);
    }

    // Another node that started at the same time has created it.
    private static bool IsThereByNow(UserManager<Operator> operators, string email)
    {
        var name = operators.NormalizeName(email);
        return operators.Users.Any(o => o.NormalizedUserName == name);
    }

    private async Task TellHowToSignInAsync(
        UserManager<Operator> operators,
        CancellationToken cancellationToken
    )
    {
        var emails = await operators.Users.Select(o => o.Email).ToListAsync(cancellationToken);
        foreach (var demo in DemoOperators.All.Where(d => emails.Contains(d.Email)))
            LogDemo(logger, demo.Role, demo.Email, DemoOperators.Password);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Created the {Role} operator {Email}")]
    private static partial void LogCreated(ILogger logger, Role role, string email);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Demo: sign in as {Role} with {Email} and the password \"{DemoPassword}\""
    )]
    private static partial void LogDemo(ILogger logger, Role role, string email, string demoPassword);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Nobody can sign in: there is no operator. Set Access__BootstrapAdmin__Email and Access__BootstrapAdmin__Password and start again"
    )]
    private static partial void LogNobody(ILogger logger);
}
