using Dashboard.Simulator.Generation;
using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Life;

/// <summary>What a customer with a broken connection does when he or she gets round to it.</summary>
internal sealed class CustomerBehaviour(SimulatorWorld world, TimeProvider time)
{
    private readonly Dice _dice = new(Random.Shared);

    public void Act()
    {
        var disabled = world.Authorizations.Where(connection => connection.IsDisabled).ToList();
        if (disabled.Count == 0)
            return;
        var connection = _dice.Pick(disabled);
        if (world.Brokerages.Find(connection.BrokerageId) is not { Reachable: true } brokerage)
            Fail(connection, SimulatedAttempt.UncaughtError);
        else
            Act(connection, brokerage);
    }

    private void Act(SimulatedAuthorization connection, SimulatedBrokerage brokerage)
    {
        switch (_dice.Below(100))
        {
            case < 32:
                Fail(connection, FailedAttempts.Draw(_dice));
                break;
            case < 34:
                ConnectAgain(connection, brokerage);
                break;
            case < 36:
                world.Delete(connection.Id);
                break;
            default:
                world.Attempt(connection.UserId, connection.BrokerageId, SimulatedAttempt.Success);
                world.Fix(connection.Id);
                break;
        }
    }

    private void Fail(SimulatedAuthorization connection, string result) =>
        world.Attempt(connection.UserId, connection.BrokerageId, result);

    private void ConnectAgain(SimulatedAuthorization broken, SimulatedBrokerage brokerage)
    {
        if (world.FindUser(broken.UserId) is not { } user)
            return;
        var newer = AuthorizationFactory.Create(user, brokerage, _dice, time.Now()) with
        {
            Login = broken.Login,
        };
        world.Attempt(user.UserId, brokerage.Id, SimulatedAttempt.Success);
        world.Connect(newer);
    }
}
