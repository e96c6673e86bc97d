namespace Meetings.Tests;

public sealed class RefusalTests
{
    [TestCase(Refusal.ConfNotStarted, "MMC.111072005", "CONF_NOT_STARTED")]
    [TestCase(Refusal.ConfNotFoundOrAuthFailed, "MMC.111072065", "CONF_NOT_FOUND_OR_AUTH_FAILED")]
    [TestCase(Refusal.ConfIsClosed, "MMC.111072006", "CONF_IS_CLOSED")]
    [TestCase(Refusal.VmridtypeCannotModify, "MMC.111071112", "VMRIDTYPE_CANNOT_MODIFY")]
    [TestCase(Refusal.AccountExists, "USG.201040001", "ACCOUNT_EXISTS")]
    public void A_refusal_is_written_as_clients_know_it(Refusal refusal, string code, string symbol)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Code, Is.EqualTo(code));
            Assert.That(refusal.Symbol, Is.EqualTo(symbol));
        }
    }
}
